// Asks iam-simulate every case of a list: JSON in, `Allowed`, `ExplicitlyDenied` or
// `ImplicitlyDenied` per case out. Called with the oracles' folder and the two files.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [oracles, given, answers] = process.argv.slice(2);
const { resolve } = createRequire(`${oracles}/`);
const load = (name) => import(pathToFileURL(resolve(`@cloud-copilot/${name}`)));
// The entry that takes the request as it is: the other one leaves out what its tables do
// not know (actions, and keys with a colon such as `kms:EncryptionContext:aws:s3:arn`).
const { runUnsafeSimulation } = await load("iam-simulate");
const { createValidatedPolicy } = await load("iam-policy");

const named = (policies) => policies.map((policy, at) => ({ name: `policy ${at}`, policy }));

// What a resource has is one document. That entry gives it no name, and then fails to read
// the name: so it comes with one.
function merged(policies) {
  if (policies.length === 0) return undefined;
  const Statement = policies.flatMap((policy) => policy.Statement);
  return createValidatedPolicy({ Version: "2012-10-17", Statement }, () => [], { name: "resource" });
}

// A key that is `null` is not there.
const present = (context) =>
  Object.fromEntries(Object.entries(context).filter(([, value]) => value !== null));

function ask(one) {
  return runUnsafeSimulation(
    {
      request: {
        principal: one.session ?? one.principal,
        action: one.action,
        resource: { resource: one.resource, accountId: one.resourceAccount },
        contextVariables: present(one.context),
      },
      identityPolicies: named(one.identityPolicies),
      resourcePolicy: merged(one.resourcePolicies),
      permissionBoundaryPolicies: one.boundary ? named([one.boundary]) : undefined,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
}

const cases = JSON.parse(readFileSync(given, "utf8"));
const said = cases.map((one) => {
  try {
    return ask(one);
  } catch (error) {
    return `error: ${error.message}`;
  }
});
writeFileSync(answers, JSON.stringify(said));
