
// The parts below the picture. A long list shows its beginning, and the rest when it is asked for.

const FIRST_ROWS = 40;

function part(id, title, words, ...content) {
  return el("section", { class: "section", id, "aria-labelledby": `${id}-title` },
    el("header", {}, el("h2", { id: `${id}-title` }, title), words ? el("p", {}, words) : ""), ...content);
}

/** A table of rows that are made when they are shown. */
function table(title, heads, rows, make, everything) {
  const body = el("tbody", {});
  const foot = el("div", { class: "foot" });
  const show = (until) => {
    for (const row of rows.slice(body.childElementCount, until)) body.append(make(row));
    foot.replaceChildren();
    const left = rows.length - body.childElementCount;
    if (left > 0) foot.append(button(`Show ${Math.min(left, 400)} more of ${rows.length.toLocaleString("en")}`, () => show(body.childElementCount + 400)));
  };
  show(everything ? rows.length : FIRST_ROWS);
  return [el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
    el("table", {}, el("caption", { class: "visually-hidden" }, title),
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))), body)), foot];
}

function actionTable(model, page, places, everything) {
  const lanes = lanesOf(model, new Set(places));
  const sorted = [...places].sort((one, other) => lanes.indexOf(model.actions[one].lane) - lanes.indexOf(model.actions[other].lane) || model.stageOf[one] - model.stageOf[other] || one - other);
  const names = (some) => listed((some || []).map((at) => page.artifactLink(at)));
  return table("The actions of each account and region", ["Account", "Region", "Stage", "Action", "Kind", "Reads", "Makes", "Acts as", "Line"], sorted, (place) => {
    const action = model.actions[place];
    return el("tr", {},
      el("td", {}, own(accountOf(model, action).name)), el("td", {}, model.lanes[action.lane].region), el("td", {}, own(action.stage)),
      el("th", { scope: "row" }, page.actionLink(place, action.name)),
      el("td", {}, el("span", { class: "tone", tone: tone(action) }, kindOf(action))),
      el("td", {}, names(action.inputs)), el("td", {}, names(action.outputs)),
      el("td", {}, action.role === undefined ? "" : page.roleLink(action.role)), el("td", {}, code(action.source)));
  }, everything);
}

function existing(model, page) {
  if (!model.mustExist.length) return part("existing", "What must exist before the first run", "", el("p", { class: "notice" }, "Nothing: its actions and declarations name no resource that is made elsewhere."));
  const accounts = new Map();
  for (const thing of model.mustExist) {
    const account = thing.account || "";
    accounts.set(account, [...(accounts.get(account) || []), thing]);
  }
  return part("existing", "What must exist before the first run", "Named by the pipeline, and not made by its stacks.", el("div", { class: "by-account" }, [...accounts].map(([id, things]) => {
    const account = model.accounts.find((one) => one.id === id);
    const title = id === "" ? "outside of AWS" : id === "*" ? "each target account" : account ? own(account.name) : "another account";
    return el("div", { class: "box" }, el("h3", {}, title, " ", el("span", { class: "muted small" }, /^[0-9]/.test(id) ? id : "")), folded(things.map((thing) => exists(model, page, thing)), 14, "list"));
  })));
}

/** A thing that must exist, what must be so of it, and who needs it. */
function exists(model, page, thing) {
  const by = thing.neededBy || [];
  const needed = by.length > 3 ? [`${by.length} things`] : by.map((title) => {
    const place = model.actions.findIndex((action) => titleOf(action) === title);
    return place < 0 ? own(title) : page.actionLink(place);
  });
  return el("li", { title: thing.arn }, thing.what, " ", code(thing.name), thing.within ? [" of ", prose(thing.within)] : "",
    thing.region ? el("span", { class: "muted" }, ", ", thing.region) : "",
    (thing.must || []).map((must) => [", must ", prose(must)]),
    thing.pending ? ", which is made here, and which a person has to complete" : "",
    thing.known ? el("span", { class: "muted" }, `, known at the ${thing.known}`) : "",
    needed.length ? el("span", { class: "muted" }, " for ", listed(needed)) : "",
    thing.before === "deployment" ? el("span", { class: "chip" }, "before the deployment") : "");
}

function owners(model) {
  if (!model.owners.length) return part("owners", "What owners must add", "", el("p", { class: "notice" }, "Nothing: these stacks make or own everything that has to change."));
  return part("owners", "What owners must add", "What these stacks do not make, they do not change either.", el("div", { class: "box" }, byOwner(model).map(([owner, musts]) =>
    el("div", { class: "owner" }, el("div", {}, el("b", {}, prose(owner)), " must"), el("ul", { class: "musts" }, musts.map(must))))));
}

/** What one owner must add stands together. */
function byOwner(model) {
  const owners = new Map();
  for (const one of model.owners) owners.set(one.owner, [...(owners.get(one.owner) || []), one]);
  return [...owners];
}

function must(one) {
  const text = one.statements.length ? JSON.stringify(one.statements, null, 2) : "";
  return el("li", {}, prose(one.must), ".",
    text ? el("details", {}, el("summary", {}, count(one.statements.length, "statement"), " to add"), el("pre", { tabindex: "0" }, own(text))) : "");
}

function waves(model) {
  const numbers = [...new Set(model.stacks.map((stack) => stack.wave))].sort((one, other) => one - other);
  return part("waves", "Deployment", "Waves go one after another; the stacks of one may go side by side. deploy.sh does both.", el("div", { class: "waves", tabindex: "0", role: "region", "aria-label": "Waves of stacks" }, numbers.map((number) => {
    const stacks = model.stacks.filter((stack) => stack.wave === number);
    const items = stacks.map((stack) => el("li", {}, own(stack.name), el("span", {}, own(model.accounts[stack.account].name), ", ", stack.region, ", ", count(stack.resources, "resource"),
      stack.large ? ", too large to be sent directly" : "")));
    return el("div", { class: "wave" }, el("h3", {}, `Wave ${number}`), folded(items, 20, ""));
  })), parametersOf(model));
}

function parametersOf(model) {
  if (!model.parameters.length) return "";
  return table("Parameters", ["Parameter", "Type", "Default", "deploy.sh takes it from"], model.parameters, (one) => el("tr", {},
    el("th", { scope: "row" }, code(one.name)), el("td", {}, code(one.type)),
    el("td", {}, one.default === undefined ? "none: it must be given" : code(one.default)), el("td", {}, code(one.variable))));
}

function roleTable(model, page, places, everything) {
  return table("Roles", ["Role", "Account", "For", "Assumed by", "Artifact stores", "Given besides"], places, (place) => {
    const role = model.roles[place];
    const given = [...(role.managedPolicies || []).map((arn) => code(lastPart(arn))), ...(role.statements ? [count(role.statements.length, "statement")] : [])];
    return el("tr", {}, el("th", { scope: "row" }, page.roleLink(place), role.imported ? el("span", { class: "chip" }, "imported") : ""),
      el("td", {}, own(model.accounts[role.account].name)), el("td", { class: "wide" }, own(role.for)),
      el("td", { class: "wide" }, role.trust.length ? listed(role.trust.map((who) => (typeof who === "number" ? page.roleLink(who) : code(who)))) : el("span", { class: "muted" }, "nobody here")),
      el("td", {}, role.stores.map((at) => model.stores[at].region).join(", ")), el("td", {}, listed(given)));
  }, everything);
}

function proof(model, page) {
  const numbers = provenNumbers(model);
  const words = [count(numbers.allowed, "call"), " that the pipeline makes ", numbers.allowed === 1 ? "is" : "are", " allowed by its templates",
    numbers.left ? [", ", numbers.left.toLocaleString("en"), " more are left to the owners of what is not made here"] : "", "; ",
    count(numbers.denied, "request"), " of others and of its own roles ", numbers.denied === 1 ? "is" : "are", " denied."];
  const content = [table("Denied requests", ["Who, or on what", "Denied", "Not decided here"], model.denied, (one) => el("tr", {},
    el("th", { scope: "row", class: "wide" }, prose(one.kind)), el("td", { class: "number" }, one.count.toLocaleString("en")), el("td", { class: "wide" }, one.undecided.flatMap((text, at) => [at ? "; " : "", prose(text)]))))];
  if (model.beyond.length) {
    content.unshift(el("h3", {}, "Allowed beyond what is needed, by what you gave a role"), table("Allowed beyond what is needed", ["Who", "May", "On", "By"], model.beyond, (one) => el("tr", {},
      el("th", { scope: "row" }, typeof one.who === "number" ? page.roleLink(one.who) : own(one.who)), el("td", { class: "wide" }, code(one.calls.join(", "))), el("td", { class: "wide" }, code(one.on)), el("td", { class: "wide" }, code(one.by)))));
  }
  return part("proof", "What is denied", words, ...content);
}
