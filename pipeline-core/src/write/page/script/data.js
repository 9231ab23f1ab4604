
// The data: `pipeline.json`, read from the page.

const REPORT = JSON.parse(document.getElementById("data").textContent);

/** A pipeline of the report, with what is asked of it often. */
function read(pipeline) {
  const stageOf = [];
  pipeline.stages.forEach((stage, place) => {
    for (const action of stage.actions) stageOf[action] = place;
    for (const condition of stage.conditions || []) {
      for (const rule of condition.rules) stageOf[rule] = place;
    }
  });
  const model = {
    ...pipeline,
    stageOf,
    requests: pipeline.requests.map(requestOf),
    actions: pipeline.actions.map((action) => ({ ...action, requests: action.requests.map(requestOf) })),
    roles: pipeline.roles.map((role) => ({ ...role, denied: (role.denied || []).map((denied) => deniedOf(pipeline, denied)) })),
  };
  model.home = pipeline.accounts.findIndex((account) => account.home);
  model.roleByArn = new Map(pipeline.roles.map((role, place) => [role.arn, place]));
  model.real = pipeline.actions.map((_, place) => place).filter((place) => !pipeline.actions[place].moment);
  // What search looks in, made once.
  model.words = pipeline.actions.map((_, place) => wordsOf(model, place));
  return model;
}

function requestOf([who, calls, on, why, by, left]) {
  return { who, calls, on, why, by, left };
}

function deniedOf(pipeline, [sort, number, on]) {
  const [kind, call] = pipeline.sorts[sort];
  return { kind: pipeline.texts[kind], call, count: number, on: pipeline.texts[on] };
}

/** The stack, the resource, the policy and the name of a statement. */
function statementOf(model, place) {
  const [policy, name] = model.statements[place];
  const [stack, resource, words] = model.policies[policy];
  return { stack: model.texts[stack], resource, policy: model.texts[words], name };
}

function wordsOf(model, place) {
  const action = model.actions[place];
  const lane = model.lanes[action.lane];
  const account = model.accounts[lane.account];
  const artifacts = [...(action.inputs || []), ...(action.outputs || [])].map((at) => model.artifacts[at].name);
  const role = action.role === undefined ? "" : model.roles[action.role].id;
  return [action.stage, action.name, action.kind, action.category, action.provider || "", account.name, account.id,
    lane.region, role, action.source, ...artifacts, ...Object.values(action.settings)].join("\n").toLowerCase();
}

function titleOf(action) {
  return [action.stage, action.moment, action.name].filter(Boolean).join("/");
}

function accountOf(model, action) {
  return model.accounts[model.lanes[action.lane].account];
}

/** Where something runs: `prod, 444444444444, eu-west-1`. */
function placeOf(model, lane) {
  const account = model.accounts[model.lanes[lane].account];
  return [own(account.name), " ", el("span", { class: "muted" }, account.id, ", ", model.lanes[lane].region)];
}

/** The roles that an action hands to a service. */
function passedBy(model, action) {
  const passed = new Set();
  for (const request of action.requests) {
    if (!model.calls[request.calls].includes("iam:PassRole")) continue;
    const role = model.roleByArn.get(model.texts[request.on]);
    if (role !== undefined) passed.add(role);
  }
  return [...passed];
}

/** A tone for an action: that of its category. */
function tone(action) {
  if (action.moment) return "Rule";
  const known = ["Source", "Build", "Test", "Deploy", "Approval", "Invoke", "Compute"];
  return known.includes(action.category) ? action.category : "Rule";
}

function kindOf(action) {
  return action.provider ? `${action.kind} (${action.provider})` : action.kind;
}
