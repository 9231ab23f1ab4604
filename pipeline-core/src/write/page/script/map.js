
// The picture. Only what is in sight is in the document; the rest is made when it comes into sight.

/** So many edges are drawn at once; of more, those of the chosen thing. */
const EDGES_SHOWN = 160;
/** So many colours artifacts have. */
const HUES = 7;
/** So far around the window things are drawn. */
const MARGIN = 300;

class Picture {
  constructor(model, page) {
    this.model = model;
    this.page = page;
    this.layers = { artifacts: true, roles: false };
    this.drawn = new Map();
    this.chosen = null;
    this.canvas = el("div", { class: "canvas" });
    this.window = el("div", { class: "map", id: "map", role: "group", "aria-label": "Picture of the pipeline", "aria-describedby": "map-help" }, this.canvas);
    this.window.addEventListener("scroll", () => this.soon());
    this.window.addEventListener("keydown", (event) => this.key(event));
    this.window.addEventListener("focusin", (event) => { if (event.target.box) this.current = this.nameOf(event.target.box); });
    window.addEventListener("resize", () => this.resized());
  }

  /** Lays out and draws the actions that are shown. */
  show(shown) {
    this.shown = shown;
    this.room = this.window.clientWidth;
    this.over = null;
    this.plan = layout(this.model, shown, this.layers, this.room);
    this.byName = new Map(this.plan.boxes.map((box) => [this.nameOf(box), box]));
    this.around = edgesByBox(this.plan.edges);
    if (!this.byName.has(this.current)) this.current = this.plan.boxes.length ? this.nameOf(this.plan.boxes.find((box) => box.kind === "action") || this.plan.boxes[0]) : null;
    this.frame();
    this.draw();
  }

  /** Lays out anew where the room has changed, and keeps what is in sight and in focus. */
  resized() {
    if (!this.shown || !this.window.isConnected || this.room === this.window.clientWidth) return;
    const focused = this.window.contains(document.activeElement) && this.current;
    this.show(this.shown);
    if (focused) this.focus(focused);
  }

  nameOf(box) {
    return `${box.kind} ${box.of} ${box.region || ""}`;
  }

  /** Header, rows and labels: what is always there. */
  frame() {
    const { plan, model } = this;
    this.drawn.clear();
    this.canvas.replaceChildren();
    this.canvas.style.width = `${plan.width}px`;
    if (!plan.boxes.length) {
      this.canvas.style.width = "auto";
      this.canvas.append(el("p", { class: "empty" }, "No action matches."));
      return;
    }
    const stages = el("div", { class: "stages" }, this.corner());
    stages.style.height = `${SIZE.head}px`;
    this.heads = stages;
    this.canvas.append(stages);
    this.rows = plan.rows.map((row) => {
      const made = el("div", { class: `row ${row.kind === "store" ? "stores" : row.kind}` }, label(model, row));
      made.style.height = `${row.height + 1}px`;
      this.canvas.append(made);
      return made;
    });
    this.edges = svg("svg", { class: "edges", width: plan.width, height: plan.height, "aria-hidden": "true" });
    this.canvas.append(this.edges);
  }

  corner() {
    const corner = el("div", { class: "corner" }, "Account, region");
    corner.style.width = `${SIZE.label}px`;
    corner.style.height = `${SIZE.head - 1}px`;
    return corner;
  }

  soon() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.draw(); });
  }

  /** Makes what has come into sight, and takes out what has gone from it. */
  draw(everything) {
    const { plan } = this;
    if (!plan || !plan.boxes.length) return;
    const seen = everything ? { left: 0, top: 0, right: plan.width, bottom: plan.height } : {
      left: this.window.scrollLeft - MARGIN,
      top: this.window.scrollTop - MARGIN,
      right: this.window.scrollLeft + this.window.clientWidth + MARGIN,
      bottom: this.window.scrollTop + this.window.clientHeight + MARGIN,
    };
    const keep = new Set();
    plan.columns.forEach((stage) => {
      if (stage.x > seen.right || stage.x + stage.width < seen.left) return;
      this.have(`stage ${stage.place}`, keep, () => this.heads, () => this.head(stage));
    });
    plan.rows.forEach((row, at) => {
      if (row.y > seen.bottom || row.y + row.height < seen.top) return;
      for (const box of row.boxes) {
        if (box.x > seen.right || box.x + box.width < seen.left) continue;
        this.have(this.nameOf(box), keep, () => this.rows[at], () => this.box(box, row));
      }
    });
    const current = this.byName.get(this.current);
    if (current) {
      const at = plan.rows.findIndex((row) => row.boxes.includes(current));
      this.have(this.current, keep, () => this.rows[at], () => this.box(current, plan.rows[at]));
    }
    for (const [name, made] of this.drawn) {
      if (keep.has(name)) continue;
      made.remove();
      this.drawn.delete(name);
    }
    this.light(seen);
  }

  have(name, keep, parent, make) {
    keep.add(name);
    if (this.drawn.has(name)) return;
    const made = make();
    this.drawn.set(name, made);
    parent().append(made);
  }

  head(column) {
    const stage = this.model.stages[column.place];
    const notes = (stage.conditions || []).map((condition) =>
      `${condition.moment.replace("_", " ")}: ${[condition.result, condition.mode].filter(Boolean).join(" ").toLowerCase().replaceAll("_", " ")}`);
    if (stage.disabled !== undefined) notes.unshift(`disabled: ${stage.disabled}`);
    const words = notes.length ? notes.join(" · ") : count(stage.actions.length, "action");
    const made = el("div", { class: `stage${stage.disabled === undefined ? "" : " off"}${column === this.plan.columns[0] ? " first" : ""}`, title: `${stage.name}: ${words}` },
      el("h3", {}, own(stage.name)), el("p", {}, words));
    made.style.left = `${column.x}px`;
    made.style.width = `${column.width}px`;
    return made;
  }

  box(box, row) {
    const made = box.kind === "action" ? this.card(box) : this.pill(box);
    made.box = box;
    made.style.left = `${box.x}px`;
    made.style.top = `${box.y - row.y}px`;
    made.style.width = `${box.width}px`;
    made.style.height = `${box.height}px`;
    made.tabIndex = this.nameOf(box) === this.current ? 0 : -1;
    if (this.chosen === this.nameOf(box)) made.classList.add("chosen");
    made.addEventListener("mouseenter", () => { this.over = box; this.soon(); });
    made.addEventListener("mouseleave", () => { this.over = null; this.soon(); });
    return made;
  }

  card(box) {
    const { model } = this;
    const action = model.actions[box.of];
    const account = accountOf(model, action);
    const role = action.role === undefined ? null : model.roles[action.role].id;
    return el("button", {
      type: "button", class: `card${action.moment ? " rule" : ""}`, tone: tone(action), "data-action": box.of,
      title: `${titleOf(action)}, ${kindOf(action)}`,
      onclick: () => this.page.open("action", box.of),
    }, el("span", { class: "name" }, own(action.name)), hidden(", "), el("span", { class: "kind" }, kindOf(action)),
    hidden(`, stage ${action.stage}, account ${account.name}, ${model.lanes[action.lane].region} `),
    this.layers.roles ? el("span", { class: "as" }, role === null ? "no role of its own" : ["as ", own(role)]) : "");
  }

  pill(box) {
    const { model } = this;
    if (box.kind === "role") {
      return el("button", { type: "button", class: "pill role", title: model.roles[box.of].arn, onclick: () => this.page.open("role", box.of) },
        "service role ", own(lastPart(model.roles[box.of].arn)));
    }
    const artifact = model.artifacts[box.of];
    return el("button", {
      type: "button", class: `pill h${box.of % HUES}${box.copy ? " copy" : ""}`, title: `artifact ${artifact.name}${box.copy ? ", copied into this region" : ""}`,
      onclick: () => this.page.open("artifact", box.of, this.nameOf(box)),
    }, hidden("artifact "), own(artifact.name), hidden(`, in the store of ${box.region}`));
  }

  /** Draws the edges in sight, those of the chosen thing brighter. */
  light(seen) {
    const focus = this.over || this.byName.get(this.chosen);
    const of = focus ? new Set(this.around.get(focus) || []) : new Set();
    if (focus && focus.kind === "artifact") {
      for (const edge of this.plan.edges) if (edge.artifact === focus.of) of.add(edge);
    }
    const few = this.plan.edges.length <= EDGES_SHOWN;
    const paths = [];
    for (const edge of this.plan.edges) {
      const lit = of.has(edge);
      if (!few && !lit) continue;
      if (Math.min(edge.from.x, edge.to.x) > seen.right || Math.max(edge.from.x, edge.to.x) + 240 < seen.left) continue;
      paths.push(svg("path", { d: pathOf(edge), class: `${edge.kind}${edge.artifact === undefined ? "" : ` h${edge.artifact % HUES}`}${lit ? " lit" : focus && of.size ? " dim" : ""}` }));
      if (paths.length > 600) break;
    }
    this.edges.replaceChildren(...paths);
  }

  /** Marks the chosen thing. */
  choose(kind, of, name) {
    this.chosen = kind ? name || `${kind} ${of} ` : null;
    for (const [known, made] of this.drawn) made.classList.toggle("chosen", known === this.chosen);
    if (this.byName && this.byName.has(this.chosen)) this.current = this.chosen;
    this.draw();
    for (const [known, made] of this.drawn) if (made.box) made.tabIndex = known === this.current ? 0 : -1;
  }

  /** Brings a box into sight and focuses it. */
  focus(name) {
    const box = this.byName && this.byName.get(name);
    if (!box) return false;
    this.current = name;
    const { window: frame } = this;
    const left = frame.scrollLeft + SIZE.label;
    if (box.x < left + 10) frame.scrollLeft = box.x - SIZE.label - 24;
    else if (box.x + box.width > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = box.x + box.width - frame.clientWidth + 24;
    if (box.y < frame.scrollTop + SIZE.head) frame.scrollTop = box.y - SIZE.head - 12;
    else if (box.y + box.height > frame.scrollTop + frame.clientHeight) frame.scrollTop = box.y + box.height - frame.clientHeight + 12;
    this.draw();
    for (const [known, made] of this.drawn) if (made.box) made.tabIndex = known === name ? 0 : -1;
    const made = this.drawn.get(name);
    if (made) made.focus({ preventScroll: true });
    return Boolean(made);
  }

  key(event) {
    const box = event.target.box;
    if (!box || event.altKey || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    let next = null;
    if (steps[event.key]) next = nearest(this.plan.boxes, box, ...steps[event.key]);
    else if (event.key === "Home") next = this.plan.boxes[0];
    else if (event.key === "End") next = this.plan.boxes[this.plan.boxes.length - 1];
    else return;
    event.preventDefault();
    if (next) this.focus(this.nameOf(next));
  }
}

function edgesByBox(edges) {
  const around = new Map();
  for (const edge of edges) {
    for (const end of [edge.from, edge.to]) {
      if (!around.has(end)) around.set(end, []);
      around.get(end).push(edge);
    }
  }
  return around;
}

/** The next box in a direction: the one that is least far away, and least aside. */
function nearest(boxes, from, right, down) {
  let best = null;
  let least = Infinity;
  for (const box of boxes) {
    const x = box.x + box.width / 2 - from.x - from.width / 2;
    const y = box.y + box.height / 2 - from.y - from.height / 2;
    const ahead = right ? x * right : y * down;
    if (ahead < 4) continue;
    const far = ahead + 3 * Math.abs(right ? y : x);
    if (far < least) { least = far; best = box; }
  }
  return best;
}

/** What stands before a row. */
function label(model, row) {
  const words = el("div", {});
  const made = el("div", { class: "label" }, words);
  made.style.width = `${SIZE.label}px`;
  if (row.kind === "lane") {
    const lane = model.lanes[row.of];
    const account = model.accounts[lane.account];
    made.title = `${account.name} ${account.id} ${lane.region}`;
    add(words, [el("b", {}, own(account.name), account.home ? el("span", { class: "chip" }, "home") : ""), el("span", {}, account.id), el("span", {}, lane.region)]);
  } else if (row.kind === "store") {
    const store = model.stores[row.of];
    made.title = store.bucket;
    add(words, [el("b", {}, "Artifact store", store.imported ? el("span", { class: "chip" }, "imported") : ""), el("span", {}, store.region, ", ", own(store.bucket))]);
  } else {
    add(words, [el("b", {}, "Roles"), el("span", {}, "who assumes which")]);
  }
  return made;
}
