
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
  if (!starts.length) starts.push(el("li", {}, "Starts by hand only."));
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
  if (model.existing.length) {
    steps.push(el("li", {}, el("div", {}, el("b", {}, "Have "), to("existing", count(model.existing.length, "resource")),
      " that actions name and no stack makes.")));
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
  const connections = model.existing.filter((thing) => thing.what === "connection").length;
  if (connections) {
    steps.push(el("li", {}, el("div", {}, el("b", {}, "Check "), "that ", connections === 1 ? "the connection is " : "the connections are ", code("AVAILABLE"), ".")));
  }
  const lead = model.existing.length + model.owners.length + given.length === 0
    ? "Deploy it: nothing has to be there before."
    : "Before the first run:";
  return answer("todo", "What you must do", el("p", { class: "lead" }, lead), el("ol", { class: "steps" }, steps));
}

function reached(model, page) {
  const order = firstStages(model);
  const accounts = model.accounts.map((_, place) => place).filter((place) => order.has(place) || place === model.home);
  // What is reached last is most like production; home comes last.
  accounts.sort((one, other) => (one === model.home) - (other === model.home) || (order.get(other) ?? -1) - (order.get(one) ?? -1));
  const items = accounts.map((place) => reach(model, page, place, order.get(place)));
  const beyond = model.beyond.length;
  const proof = provenNumbers(model);
  const question = accounts.length > 1 ? "Who can reach production, and the other accounts" : "Who can reach the account";
  return answer("reached", question,
    el("p", { class: "lead" }, "Through the pipeline, only these. ", el("a", { href: "#proof", class: "small" }, count(proof.denied, "other request")), el("span", { class: "small muted" }, proof.denied === 1 ? " is denied." : " are denied.")),
    beyond ? el("p", { class: "gate none" }, count(beyond, "permission"), " of your own ", beyond === 1 ? "goes" : "go", " beyond what the pipeline needs; see ", el("a", { href: "#proof" }, "the proof"), ".") : "",
    folded(items, items.length > 4 ? 3 : 4, "reach"));
}

/** The first stage that acts in each account. */
function firstStages(model) {
  const order = new Map();
  for (const place of model.real) {
    const account = model.lanes[model.actions[place].lane].account;
    const stage = model.stageOf[place];
    if (!order.has(account) || order.get(account) > stage) order.set(account, stage);
  }
  return order;
}

function reach(model, page, place, stage) {
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
  const line = ways.length ? el("div", {}, ways.flatMap((way, at) => (at ? ["; ", way] : [way])), ".") : el("div", { class: "muted" }, "No role of the pipeline.");
  let gate = "";
  let sort = "";
  if (place !== model.home && stage !== undefined) {
    const approvals = model.real.filter((at) => model.actions[at].category === "Approval" && model.stageOf[at] < stage);
    sort = approvals.length ? "gated" : "open";
    gate = approvals.length
      ? el("span", { class: "gate some" }, "after approval ", page.actionLink(approvals[approvals.length - 1]))
      : el("span", { class: "gate none" }, "from stage ", own(model.stages[stage].name), ", with no approval before it");
  }
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
