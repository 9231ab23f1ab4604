
// What stands about the chosen action, artifact or role.

class Panel {
  constructor(model, page) {
    this.model = model;
    this.page = page;
    this.place = document.getElementById("panel");
    this.place.onkeydown = (event) => {
      if (event.key === "Escape") { event.stopPropagation(); this.close(); }
    };
  }

  open(kind, of) {
    if (this.place.hidden) {
      this.before = document.activeElement;
      this.box = this.before.box && this.page.picture.nameOf(this.before.box);
    }
    const content = { action: () => aboutAction(this.model, this.page, of), role: () => aboutRole(this.model, this.page, of), artifact: () => aboutArtifact(this.model, this.page, of) }[kind]();
    const [title, ...rest] = content;
    const heading = el("h2", { id: "panel-title", tabindex: "-1" }, title);
    this.place.replaceChildren(el("div", { class: "panel-head" }, heading, button("Close", () => this.close(), { "aria-keyshortcuts": "Escape" })), ...rest.flat());
    this.place.hidden = false;
    document.body.classList.add("with-panel");
    this.page.picture.resized();
    this.place.scrollTop = 0;
    heading.focus();
  }

  close() {
    if (this.place.hidden) return;
    this.place.hidden = true;
    document.body.classList.remove("with-panel");
    const { before, box, page } = this;
    page.picture.choose(null);
    page.picture.resized();
    // The room has changed, and with it the picture: what had the focus may be made anew.
    if (box && page.picture.focus(box)) return;
    if (before && before.isConnected && before !== document.body) before.focus();
    else document.getElementById("main").focus();
  }
}

function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return el("dl", { class: "facts" }, shown.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function section(title, ...content) {
  return [el("h3", {}, title), ...content.flat()];
}

function aboutAction(model, page, place) {
  const action = model.actions[place];
  const artifacts = (places) => (places || []).length ? listed(places.map((at) => page.artifactLink(at))) : undefined;
  const project = action.project === undefined ? undefined : model.projects[action.project];
  const passed = passedBy(model, action);
  const sharing = action.role === undefined ? 0 : model.actions.filter((one) => one.role === action.role).length;
  const region = model.lanes[action.lane].region;
  const store = model.stores.find((one) => one.region === region);
  const out = [[own(action.name)], facts([
    ["Kind", [el("span", { tone: tone(action) }, kindOf(action)), action.category && action.category !== action.kind ? el("span", { class: "muted" }, ", ", action.category) : ""]],
    ["Stage", [own(action.stage), action.moment ? `, ${action.moment.replace("_", " ")}` : ""]],
    ["Runs in", placeOf(model, action.lane)],
    ["Source line", code(action.source)],
    ["Reads", artifacts(action.inputs)],
    ["Makes", artifacts(action.outputs)],
    ["Through", (action.inputs || action.outputs) && store ? code(store.bucket) : undefined],
    ["Project", project ? [own(project.name), project.imported ? " (imported)" : ""] : undefined],
    ["Acts as", action.role === undefined ? el("span", { class: "muted" }, "no role of its own") : page.roleLink(action.role)],
    ["Shared by", sharing > 1 ? count(sharing, "action") : undefined],
    ["Hands over", passed.length ? listed(passed.map((role) => page.roleLink(role))) : undefined],
  ])];
  const settings = Object.entries(action.settings);
  if (settings.length) out.push(...section("Configuration", facts(settings.map(([key, value]) => [key, code(value)]))));
  out.push(...section("What it may do, and why", may(model, page, action.requests)));
  const roles = new Set(action.requests.map((request) => request.who).filter((who) => typeof who === "number" && who !== model.serviceRole));
  if (action.role !== undefined) roles.add(action.role);
  out.push(...section("What it may not do", mayNot(model, page, [...roles])));
  return out;
}

/** Requests, by who makes them. */
function may(model, page, requests) {
  if (!requests.length) return el("p", { class: "muted small" }, "It makes no request that a role of the pipeline would have to be allowed.");
  const groups = new Map();
  for (const request of requests) groups.set(request.who, [...(groups.get(request.who) || []), request]);
  return [...groups].flatMap(([who, some]) => [
    el("h4", {}, typeof who === "number" ? ["As ", page.roleLink(who)] : own(who)),
    el("ul", { class: "may" }, some.map((request) => allowed(model, request))),
  ]);
}

function allowed(model, request) {
  const by = request.by.map((place) => {
    const { stack, resource, policy, name } = statementOf(model, place);
    return el("span", { title: stack }, code(name), " of ", code(resource), " ", policy);
  });
  return el("li", {},
    el("div", {}, request.why.map((why) => prose(model.texts[why])).flatMap((why, at) => (at ? ["; ", why] : [why])), ":"),
    el("span", { class: "calls" }, model.calls[request.calls].join(", ")),
    el("span", { class: "on" }, own(model.texts[request.on])),
    by.length ? el("span", { class: "by" }, "allowed by ", by.flatMap((one, at) => (at ? [" and ", one] : [one]))) : "",
    request.left === undefined ? "" : el("span", { class: "left" }, "left to its owner: ", prose(model.texts[request.left])));
}

/** The denied neighbours of some roles: what is most like what they may do. */
function mayNot(model, page, roles) {
  const items = roles.flatMap((place) => {
    const role = model.roles[place];
    const { denied } = role;
    if (!denied.length && !role.closedTo) return [];
    const total = denied.reduce((sum, one) => sum + one.count, 0);
    return [
      el("h4", {}, "As ", page.roleLink(place)),
      total ? el("p", { class: "small" }, count(total, "request"), " next to what it may do must be denied, and is. Of each sort, one:") : "",
      el("ul", { class: "may" }, denied.map((one) => el("li", {},
        el("div", {}, prose(one.kind), " ", el("span", { class: "muted" }, "(", one.count.toLocaleString("en"), ")")),
        el("span", { class: "calls" }, one.call), el("span", { class: "on" }, own(one.on))))),
      role.closedTo ? el("p", { class: "small muted" }, count(role.closedTo, "request"), " of others to assume it ", role.closedTo === 1 ? "is" : "are", " denied.") : "",
    ];
  });
  return items.length ? items : [el("p", { class: "muted small" }, "It has no role of its own whose neighbours could be tried.")];
}

function aboutRole(model, page, place) {
  const role = model.roles[place];
  const account = model.accounts[role.account];
  const acting = model.actions.map((_, at) => at).filter((at) => model.actions[at].role === place);
  const passing = model.actions.map((_, at) => at).filter((at) => passedBy(model, model.actions[at]).includes(place));
  const actions = (places) => places.length > 12 ? [...listed(places.slice(0, 12).map((at) => page.actionLink(at))), ` and ${places.length - 12} more`] : listed(places.map((at) => page.actionLink(at)));
  const out = [[own(role.id)], facts([
    ["ARN", code(role.arn)],
    ["Account", [own(account.name), " ", el("span", { class: "muted" }, account.id)]],
    ["Made", role.imported ? "imported: its owner decides" : "by the pipeline's stacks"],
    ["From", [own(role.for), ", ", code(role.source)]],
    ["Assumed by", role.trust.length ? listed(role.trust.map((who) => (typeof who === "number" ? page.roleLink(who) : code(who)))) : "nobody here"],
    ["Acts in", acting.length ? actions(acting) : undefined],
    ["Handed over by", passing.length ? actions(passing) : undefined],
    ["Stores", role.stores.length ? listed(role.stores.map((at) => own(model.stores[at].region))) : undefined],
    ["Policies", role.managedPolicies ? listed(role.managedPolicies.map((arn) => code(arn))) : undefined],
    ["Boundary", role.boundary ? code(role.boundary) : undefined],
  ])];
  if (role.statements) {
    out.push(...section("Statements that you gave it", el("ul", { class: "may" }, role.statements.map((one) => el("li", {},
      el("span", { class: "calls" }, one.effect, " ", one.actions.join(", ")), el("span", { class: "on" }, own(one.resources.join(", "))),
      one.conditions ? el("span", { class: "by" }, "if ", code(JSON.stringify(one.conditions))) : "")))));
  }
  const requests = [...model.requests, ...(acting.length + passing.length > 40 ? [] : model.actions.flatMap((action) => action.requests))].filter((request) => request.who === place);
  if (requests.length) out.push(...section("What it may do, and why", el("ul", { class: "may" }, requests.map((request) => allowed(model, request)))));
  out.push(...section("What it may not do", mayNot(model, page, [place])));
  return out;
}

function aboutArtifact(model, page, place) {
  const artifact = model.artifacts[place];
  const region = (at) => model.lanes[model.actions[at].lane].region;
  const first = region(artifact.maker);
  const regions = [...new Set([first, ...artifact.readers.map(region)])];
  const stores = regions.map((one) => model.stores.find((store) => store.region === one)).filter(Boolean);
  return [["Artifact ", own(artifact.name)], facts([
    ["Made by", page.actionLink(artifact.maker)],
    ["Read by", artifact.readers.length ? [count(artifact.readers.length, "action")] : "nobody"],
  ]),
  ...section("The stores it goes through", el("ul", { class: "may" }, stores.map((store) => el("li", {},
    el("div", {}, el("b", {}, store.region), store.region === first ? "" : `, copied from ${first}`),
    el("span", { class: "on" }, own(store.bucket)), el("span", { class: "by" }, store.key ? ["encrypted with ", code(store.key)] : "encrypted by S3"))))),
  ...section("Its readers", el("ul", { class: "may" }, artifact.readers.slice(0, 200).map((at) => el("li", {}, page.actionLink(at))),
    artifact.readers.length > 200 ? el("li", {}, `and ${artifact.readers.length - 200} more`) : ""))];
}
