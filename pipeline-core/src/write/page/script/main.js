
// The page: puts the parts together, and says what happens on a key or a click.

class Page {
  constructor() {
    this.main = document.getElementById("main");
    this.live = document.getElementById("live");
    this.view = "map";
    this.filter = { text: "", account: "", kind: "" };
    this.theme();
    this.start(0);
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("beforeprint", () => this.print(true));
    window.addEventListener("afterprint", () => this.print(false));
  }

  start(place) {
    this.place = place;
    this.model = read(REPORT.pipelines[place]);
    this.picture = new Picture(this.model, this);
    this.panel = new Panel(this.model, this);
    this.panel.place.hidden = true;
    document.title = `${clean(this.model.name)} · pipeline report`;
    this.bar();
    const { model } = this;
    this.body = el("div", {});
    this.roles = el("div", {});
    this.main.querySelectorAll(":scope > :not(noscript)").forEach((old) => old.remove());
    this.main.append(
      answers(model, this),
      part("pipeline", "Pipeline", el("span", { id: "map-help" }, "Choose an action to see what it may do. Arrow keys go from one to the next, Escape closes, / searches."), this.toolbar(), this.body),
      existing(model, this), owners(model), waves(model),
      part("roles", "Roles", "What each is for, and who may assume it.", this.roles),
      proof(model, this));
    this.apply();
  }

  bar() {
    const { model } = this;
    const home = model.accounts[model.home];
    const title = document.getElementById("title");
    const facts = el("span", { class: "muted" }, own(home.name), ", ", home.region, ", type ", model.type, model.mode ? `, ${model.mode.toLowerCase()}` : "");
    title.replaceChildren(el("h1", { title: model.name }, own(model.name)), facts);
    if (REPORT.pipelines.length > 1) {
      const choice = el("select", { class: "select", "aria-label": "Pipeline", onchange: (event) => this.start(Number(event.target.value)) },
        REPORT.pipelines.map((one, at) => el("option", { value: String(at), selected: at === this.place }, `${one.name}, ${one.arn.split(":")[3]}`)));
      title.append(choice);
    }
    const links = [["pipeline", "Pipeline"], ["existing", "Before the first run"], ["owners", "Owners"], ["waves", "Deployment"], ["roles", "Roles"], ["proof", "Denied"]];
    document.getElementById("nav").replaceChildren(el("ul", {}, links.map(([id, words]) => el("li", {}, el("a", { href: `#${id}` }, words)))));
    this.search = el("input", { type: "search", class: "search", id: "search", placeholder: "Search  ( / )", "aria-label": "Search actions and roles", "aria-keyshortcuts": "/", autocomplete: "off", spellcheck: "false",
      oninput: (event) => { this.filter.text = event.target.value; this.apply(true); } });
    this.search.value = this.filter.text;
    document.getElementById("tools").replaceChildren(this.search, this.themeButton, button("Print", () => window.print()));
  }

  toolbar() {
    const { model } = this;
    const layer = (name, words) => button(words, (event) => {
      this.picture.layers[name] = !this.picture.layers[name];
      event.target.setAttribute("aria-pressed", String(this.picture.layers[name]));
      this.apply();
    }, { "aria-pressed": String(this.picture.layers[name]), "data-layer": name });
    const views = [["map", "Picture"], ["table", "Table"]].map(([view, words]) => button(words, () => {
      this.view = view;
      views.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.view === view)));
      this.apply();
    }, { "aria-pressed": String(this.view === view), "data-view": view }));
    const choose = (name, words, options) => el("select", { class: "select", "aria-label": words, "data-filter": name, onchange: (event) => { this.filter[name] = event.target.value; this.apply(true); } },
      el("option", { value: "" }, words), options.map(([value, text]) => el("option", { value, selected: this.filter[name] === value }, text)));
    this.filter.account = "";
    this.filter.kind = "";
    const kinds = [...new Set(model.actions.map((action) => action.kind))].sort();
    this.counted = el("span", { class: "muted small" });
    return el("div", { class: "toolbar" }, views, el("span", { class: "muted", "aria-hidden": "true" }, "·"), layer("artifacts", "Artifacts"), layer("roles", "Roles"), el("span", { class: "spacer" }), this.counted,
      choose("account", "All accounts", model.accounts.map((account, at) => [String(at), `${account.name} (${account.id})`])),
      choose("kind", "All kinds", kinds.map((kind) => [kind, kind])));
  }

  /** Shows what the filters leave; says how much, if it is a person that has changed them. */
  apply(tell) {
    const { model, filter } = this;
    const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    const places = model.actions.map((_, place) => place).filter((place) => {
      const action = model.actions[place];
      return words.every((word) => model.words[place].includes(word))
        && (!filter.account || String(model.lanes[action.lane].account) === filter.account)
        && (!filter.kind || action.kind === filter.kind);
    });
    if (this.view === "map") {
      if (!this.picture.window.isConnected) this.body.replaceChildren(this.picture.window);
      this.picture.show(new Set(places));
    } else {
      this.body.replaceChildren(...actionTable(model, this, places));
    }
    const roles = model.roles.map((_, place) => place).filter((place) => {
      const role = model.roles[place];
      const text = [role.id, role.arn, role.for, ...(role.managedPolicies || [])].join("\n").toLowerCase();
      return words.every((word) => text.includes(word)) && (!filter.account || String(role.account) === filter.account);
    });
    const shown = words.length || filter.account || filter.kind ? roles : model.roles.map((_, place) => place);
    this.roles.replaceChildren(...(shown.length ? roleTable(model, this, shown) : [el("p", { class: "notice" }, "No role matches.")]));
    const said = `${places.length.toLocaleString("en")} of ${count(model.actions.length, "action")}`;
    this.counted.textContent = said;
    if (tell) this.live.textContent = `${said}, ${shown.length.toLocaleString("en")} of ${count(model.roles.length, "role")}`;
  }

  open(kind, of, name) {
    this.picture.choose(kind, of, name);
    this.panel.open(kind, of);
  }

  actionLink(place, words) {
    const action = this.model.actions[place];
    return link(own(words || titleOf(action)), () => this.open("action", place));
  }

  actionsOf(places) {
    if (places.length > 3) return count(places.length, "action");
    return listed(places.map((place) => this.actionLink(place)));
  }

  artifactLink(place) {
    return link(own(this.model.artifacts[place].name), () => this.open("artifact", place));
  }

  roleLink(place) {
    const role = this.model.roles[place];
    return link(own(role.id.startsWith("arn:") ? lastPart(role.id) : role.id), () => this.open("role", place));
  }

  key(event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.search.focus();
      this.search.select();
    } else if (event.key === "Escape") {
      if (!this.panel.place.hidden) this.panel.close();
      else if (event.target === this.search && this.search.value) {
        this.search.value = "";
        this.filter.text = "";
        this.apply(true);
      }
    }
  }

  /** Light or dark: as the system has it, until somebody chooses. */
  theme() {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    let chosen = null;
    try { chosen = localStorage.getItem("pipewright-theme"); } catch { /* a page from disk may have no storage */ }
    this.themeButton = button("", () => {
      chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      try { localStorage.setItem("pipewright-theme", chosen); } catch { /* as above */ }
      set();
    });
    const set = () => {
      const now = chosen === "dark" || chosen === "light" ? chosen : dark.matches ? "dark" : "light";
      document.documentElement.dataset.theme = now;
      this.themeButton.textContent = now === "dark" ? "Light" : "Dark";
      this.themeButton.setAttribute("aria-label", now === "dark" ? "Use light colours" : "Use dark colours");
    };
    dark.addEventListener("change", set);
    set();
  }

  /** On paper everything is shown: whole tables, open details, and each action of a small pipeline. */
  print(on) {
    if (on === Boolean(this.printed)) return;
    if (!on) {
      const { opened, added } = this.printed;
      opened.forEach((details) => { details.open = false; });
      added.forEach((made) => made.remove());
      this.picture.canvas.style.zoom = "";
      this.printed = null;
      this.apply();
      return;
    }
    const { model, picture } = this;
    const opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((details) => { details.open = true; });
    const all = model.actions.map((_, place) => place);
    const added = [];
    if (this.view === "map") {
      picture.draw(true);
      // The width of a page, in the pixels of CSS.
      const scale = Math.min(1, 1020 / picture.plan.width);
      picture.window.classList.toggle("too-wide", scale < 0.3);
      picture.canvas.style.zoom = scale;
      added.push(el("div", { class: "print-only section" }, actionTable(model, this, all, true)));
      this.body.after(added[0]);
    }
    this.roles.replaceChildren(...roleTable(model, this, model.roles.map((_, place) => place), true));
    if (all.length <= 80) {
      const entries = all.map((place) => {
        const [title, ...rest] = aboutAction(model, this, place);
        return el("div", { class: "entry" }, el("h2", {}, title), ...rest.flat());
      });
      const appendix = el("section", { class: "section appendix print-only" }, el("h2", {}, "Each action"), entries);
      this.main.append(appendix);
      added.push(appendix);
    }
    this.printed = { opened, added };
  }
}

window.report = new Page();
