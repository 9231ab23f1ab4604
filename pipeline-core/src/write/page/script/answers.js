
// The first screen: what did I write, what must I do, who can reach production.

function answers(model, page) {
  return el("div", { class: "answers" }, written(model), todo(model, page), reached(model, page));
}

function answer(id, question, ...children) {
  return el("section", { class: "answer", "aria-labelledby": id }, el("h2", { id }, question), children);
}

function written(model) {
  const real = model.real.map((place) => model.actions[place]);
  const accounts = new Set(model.lanes.map((lane) => lane.account));
  const regions = new Set(model.lanes.map((lane) => lane.region));
  const rules = model.actions.length - real.length;
  const lead = el("p", { class: "lead" }, count(real.length, "action"), " in ", count(model.stages.length, "stage"),
    ", over ", count(accounts.size, "account"), " and ", count(regions.size, "region"),
    rules ? [", with ", count(rules, "rule"), " of conditions"] : "", ".");
  const starts = model.starts.map((start) => el("li", {}, "Starts ", prose(start.words), "."));
  if (!starts.length) starts.push(el("li", {}, "Starts when it is made, and by hand."));
  const figures = el("dl", { class: "figures" }, [
    ["artifacts", model.artifacts.length], ["artifact stores", model.stores.length], ["roles", model.roles.length],
    ["build projects", model.projects.length], ["stacks", model.stacks.length],
  ].filter(([, number]) => number).map(([noun, number]) => el("div", {}, el("dt", {}, noun), el("dd", {}, number.toLocaleString("en")))));
  return answer("written", "What you wrote", lead, folded(starts, 3, "lines"), figures, shares(real));
}

/** The categories of actions, as parts of one bar. */
function shares(actions) {
  const numbers = new Map();
  for (const action of actions) numbers.set(action.category, (numbers.get(action.category) || 0) + 1);
  const parts = [...numbers];
  const toned = (category) => tone({ category });
  const bar = el("div", { class: "share", "aria-hidden": "true" }, parts.map(([category, number]) => {
    const part = el("span", { tone: toned(category) });
    part.style.flexGrow = number;
    return part;
  }));
  return [bar, el("ul", { class: "legend", "aria-label": "Actions by category" },
    parts.map(([category, number]) => el("li", { tone: toned(category) }, `${category} ${number.toLocaleString("en")}`)))];
}

/** A list whose rest is shown when it is asked for. */
function folded(items, first, kind) {
  const rest = items.slice(first);
  const list = el("ul", { class: kind }, items.slice(0, first));
  if (!rest.length) return list;
  return [list, el("details", { class: "more" }, el("summary", {}, `and ${rest.length} more`), el("ul", { class: kind }, rest))];
}

function todo(model, page) {
  const steps = [];
  const to = (id, words) => el("a", { href: `#${id}` }, words);
  const pending = model.mustExist.filter((thing) => thing.pending);
  const existing = model.mustExist.length - pending.length;
  if (existing) {
    steps.push(el("li", {}, el("div", {}, el("b", {}, "Have "), to("existing", count(existing, "resource")),
      " that the pipeline names and does not make.")));
  }
  if (model.owners.length) {
    steps.push(el("li", {}, el("div", {}, el("b", {}, "Ask the owners "), "for ", to("owners", count(model.owners.length, "change")),
      " to what is not made here.")));
  }
  const given = model.parameters.filter((parameter) => parameter.default === undefined);
  if (given.length) {
    steps.push(el("li", {}, el("div", {}, el("b", {}, "Give values "), "to ",
      listed(given.slice(0, 4).map((parameter) => code(parameter.variable))), given.length > 4 ? ` and ${given.length - 4} more` : "", ".")));
  }
  const large = [...new Set(model.stacks.filter((stack) => stack.large).map((stack) => stack.account))];
  if (large.length) {
    steps.push(el("li", {}, el("div", {}, el("b", {}, "Have a bucket for large templates "), "in ",
      listed(large.slice(0, 4).map((place) => own(model.accounts[place].name))), large.length > 4 ? ` and ${large.length - 4} more` : "",
      ": ", code("cdk bootstrap"), " makes one.")));
  }
  const waves = new Set(model.stacks.map((stack) => stack.wave)).size;
  const accounts = new Set(model.stacks.map((stack) => stack.account)).size;
  steps.push(el("li", {}, el("div", {}, el("b", {}, "Run "), code("./deploy.sh"), ": ", to("waves", [count(model.stacks.length, "stack"), " in ", count(waves, "wave")].join("")),
    ", ", count(accounts, "account"), ".")));
  if (pending.length) {
    steps.push(el("li", {}, el("div", {}, el("b", {}, "Complete "), listed(pending.slice(0, 3).map((thing) => [thing.what, " ", code(thing.name)])), pending.length > 3 ? ` and ${pending.length - 3} more` : "", ".")));
  }
  const lead = model.mustExist.length + model.owners.length + given.length === 0
    ? "Deploy it: nothing has to be there before."
    : "Before the first run:";
  return answer("todo", "What you must do", el("p", { class: "lead" }, lead), el("ol", { class: "steps" }, steps));
}

function reached(model, page) {
  const actions = actionsByAccount(model);
  const accounts = model.accounts.map((_, place) => place).filter((place) => actions.has(place) || place === model.home);
  const deploys = (place) => (actions.get(place) || []).filter((action) => model.actions[action].category === "Deploy");
  const last = (place) => deploys(place).reduce((stage, action) => Math.max(stage, model.stageOf[action]), -1);
  const named = (place) => /prod|live/i.test(model.accounts[place].name);
  // What is called so is production, or else what is deployed into last; home comes last.
  accounts.sort((one, other) => named(other) - named(one) || (one === model.home) - (other === model.home) || last(other) - last(one) || other - one);
  const items = accounts.map((place) => reach(model, page, place, actions.get(place) || []));
  const beyond = model.beyond.length;
  const proof = provenNumbers(model);
  const question = accounts.length > 1 ? "Who can reach production, and the other accounts" : "Who can reach the account";
  return answer("reached", question,
    el("p", { class: "lead" }, "With the roles of the pipeline: ", el("a", { href: "#proof", class: "small" }, count(proof.denied, "other request")), el("span", { class: "small muted" }, proof.denied === 1 ? " is denied." : " are denied.")),
    beyond ? el("p", { class: "gate none" }, count(beyond, "permission"), " of your own ", beyond === 1 ? "goes" : "go", " beyond what the pipeline needs; see ", el("a", { href: "#proof" }, "the proof"), ".") : "",
    folded(items, items.length > 4 ? 3 : 4, "reach"));
}

function actionsByAccount(model) {
  const actions = new Map();
  for (const place of model.real) {
    const { account } = model.lanes[model.actions[place].lane];
    actions.set(account, [...(actions.get(account) || []), place]);
  }
  return actions;
}

/** The last of some approvals that an action waits for; none, where it waits for none. */
function approvalBefore(model, approvals, place) {
  const stage = model.stageOf[place];
  const earlier = (at) => model.stageOf[at] < stage || (model.stageOf[at] === stage && model.actions[at].order < model.actions[place].order);
  return approvals.filter(earlier).pop();
}

/** Whether what happens in an account waits for an approval: all of it, a part of it, nothing. */
function gateOf(model, page, actions) {
  const all = model.real.filter((place) => model.actions[place].category === "Approval");
  const approvals = actions.map((action) => approvalBefore(model, all, action));
  const open = approvals.indexOf(undefined);
  const some = approvals.find((approval) => approval !== undefined);
  if (open < 0) return ["gated", el("span", { class: "gate some" }, "after approval ", page.actionLink(some))];
  const stage = own(model.stages[model.stageOf[actions[open]]].name);
  if (some === undefined) return ["open", el("span", { class: "gate none" }, "from stage ", stage, ", with no approval before it")];
  return ["open", el("span", { class: "gate none" }, "from stage ", stage, ", in part before approval ", page.actionLink(some))];
}

function reach(model, page, place, actions) {
  const account = model.accounts[place];
  const roles = model.roles.map((_, role) => role).filter((role) => model.roles[role].account === place);
  const byPipeline = roles.filter((role) => model.roles[role].trust.some((who) => typeof who === "number"));
  const services = new Map();
  for (const role of roles) {
    for (const who of model.roles[role].trust) {
      if (typeof who !== "string") continue;
      services.set(who, [...(services.get(who) || []), role]);
    }
  }
  const named = (some) => (some.length > 3 ? count(some.length, "role") : listed(some.map((role) => page.roleLink(role))));
  const ways = [];
  if (byPipeline.length) ways.push(["The service role, as ", named(byPipeline)]);
  for (const [service, some] of services) ways.push([code(service.replace(".amazonaws.com", "")), " as ", named(some)]);
  const policies = new Set(roles.flatMap((role) => model.roles[role].managedPolicies || []));
  if (policies.size) ways.push(["with ", listed([...policies].map((arn) => code(lastPart(arn))))]);
  if (roles.some((role) => model.roles[role].imported)) ways.push("and whom the owners of imported roles admit");
  const line = ways.length ? el("div", {}, ways.flatMap((way, at) => (at ? ["; ", way] : [way])), ".") : el("div", { class: "muted" }, "No role of the pipeline.");
  const [sort, gate] = place !== model.home && actions.length ? gateOf(model, page, actions) : ["", ""];
  return el("li", { class: sort }, el("div", { class: "reach-head" }, el("span", {}, el("span", { class: "who" }, own(account.name)), " ",
    el("span", { class: "muted small" }, account.id), account.home ? el("span", { class: "chip" }, "home") : ""), gate), line);
}

function provenNumbers(model) {
  const requests = [...model.requests, ...model.actions.flatMap((action) => action.requests)];
  let allowed = 0;
  let left = 0;
  for (const request of requests) {
    const calls = model.calls[request.calls].length;
    if (request.left === undefined) allowed += calls;
    else left += calls;
  }
  return { allowed, left, denied: model.denied.reduce((sum, kind) => sum + kind.count, 0) };
}
