"use strict";
// The operations page: asks the API of its own host every two seconds and changes only what differs, so that focus,
// selection and scroll stay where they are.

const EVERY = 2000;
const PATIENCE = 5000;
const COUNT_EVERY = 10000;
const STATES = {
  RECEIVING: ["receiving", "good"], CONNECTING: ["connecting", "warn"], PAUSED: ["paused", "warn"],
  DRAINING: ["draining", "warn"], THROTTLED: ["throttled", "warn"], STOPPED: ["stopped", "bad"],
  STUCK: ["stuck", "bad"], OUTPUT_DOWN: ["output down", "bad"], DISCONNECTED: ["disconnected", "bad"]
};
const $ = id => document.getElementById(id);
const numbers = new Intl.NumberFormat("en");
const cards = new Map();
const rows = new Map();
let token = sessionStorage.getItem("busway-token") || "";
let access = "";
let unlocked = false;
let lastSeen = null;
let queueCounts = new Map();
let shownQueue = null;
let lettersShown = false;
let runningJobs = new Set();

// Small things

function make(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function svg(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function text(node, value) {
  const wanted = String(value);
  if (node.textContent !== wanted) node.textContent = wanted;
}

function ago(iso) {
  if (!iso) return "never";
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(iso)) / 1000));
  if (seconds < 60) return seconds + " s ago";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min ago";
  if (seconds < 86400) return Math.floor(seconds / 3600) + " h ago";
  return Math.floor(seconds / 86400) + " d ago";
}

function note(message) {
  text($("note"), message);
  $("note").hidden = !message;
}

async function call(method, path, body) {
  const headers = {};
  if (token) headers.Authorization = "Bearer " + token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, {
    method, headers, cache: "no-store", credentials: "omit",
    body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(method === "GET" && path === "/api/apps" ? PATIENCE : 70000)
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const failure = new Error(answer.error || "The host answered " + response.status);
  failure.status = response.status;
  throw failure;
}

/** Does what a button asks for and says what came of it. */
async function act(button, task) {
  button.disabled = true;
  try {
    note("");
    await task();
  } catch (failure) {
    if (failure.status === 401) lock();
    note(failure.message);
  } finally {
    button.disabled = false;
  }
}

// Apps

function newCard(app) {
  const it = { parts: {} };
  const p = it.parts;
  const fact = (name, key) => make("div", {}, make("dt", {}, name), p[key] = make("dd", {}, "0"));
  const chart = svg("svg", { class: "spark", viewBox: "0 0 180 50", preserveAspectRatio: "none", role: "img" });
  p.chart = chart;
  chart.append(p.area = svg("polygon", { class: "area" }), p.done = svg("polyline", { class: "done" }), p.failedLine = svg("polyline", { class: "failed" }));
  const tell = verb => make("button", { type: "button", on: { click: e => act(e.currentTarget, async () => {
    if (!unlocked && !await unlock()) return;
    update(await call("POST", "/api/apps/" + encodeURIComponent(app) + "/" + verb));
    // The button that was pressed is hidden now; whoever has no mouse goes on from the one in its place.
    (p.resume.hidden ? p.pause : p.resume).focus();
  }) } }, verb[0].toUpperCase() + verb.slice(1));
  p.pause = tell("pause"); p.resume = tell("resume"); p.drain = tell("drain");
  for (const verb of ["pause", "resume", "drain"]) p[verb].setAttribute("aria-label", p[verb].textContent + " " + app);
  p.atOnceInput = make("input", { type: "number", min: 1, max: 1000, "aria-label": "Messages at once for " + app });
  p.atOnceInput.addEventListener("change", e => act(e.currentTarget, async () => {
    if (!unlocked && !await unlock()) return;
    await call("PUT", "/api/apps/" + encodeURIComponent(app) + "/concurrency", { concurrency: Number(p.atOnceInput.value) });
    note(app + " now works on " + p.atOnceInput.value + " messages at once.");
  }));
  p.atOnce = make("span", { className: "at-once", hidden: true }, "at once", p.atOnceInput);
  it.node = make("article", { className: "card", id: "app-" + app },
    make("div", { className: "card-head" }, make("h3", {}, app), p.state = make("span", { className: "state" })),
    p.path = make("p", { className: "path" }),
    p.detail = make("p", { className: "detail soft" }),
    make("div", {}, chart, make("div", { className: "spark-note" }, p.rate = make("span"), p.peak = make("span"))),
    make("dl", { className: "facts" }, fact("In flight", "inFlight"), fact("In backoff", "waiting"), fact("Last message", "last"),
      fact("Completed", "completed"), fact("Redelivered", "redelivered"), fact("Abandoned", "abandoned"),
      fact("Dead-lettered", "deadLettered"), fact("Lock lost", "lockLost"), fact("Sent", "sent")),
    p.problem = make("p", { className: "problem", hidden: true }, p.problemKind = make("b"), p.problemText = make("span")),
    make("div", { className: "bar foot" }, p.pause, p.resume, p.drain, p.atOnce));
  return it;
}

function line(steps, width, top) {
  const offset = width - steps.length;
  return steps.map((value, i) => (offset + i) + "," + (48 - 45 * value / top).toFixed(1)).join(" ");
}

function draw(p, app) {
  const done = app.completedSteps, failed = app.failedSteps;
  const top = Math.max(1, ...done, ...failed);
  const points = line(done, 180, top);
  p.done.setAttribute("points", points);
  p.area.setAttribute("points", done.length ? (180 - done.length) + ",48 " + points + " 179,48" : "");
  p.failedLine.setAttribute("points", failed.some(v => v > 0) ? line(failed, 180, top) : "");
  const recent = done.slice(-2);
  const rate = recent.length ? recent.reduce((a, b) => a + b, 0) / recent.length / stepSeconds : 0;
  const say = r => r >= 10 ? numbers.format(Math.round(r)) : r.toFixed(1);
  p.rate.replaceChildren(make("b", {}, say(rate)), " completed/s");
  text(p.peak, "15 min, peak " + say(Math.max(0, ...done) / stepSeconds) + "/s");
  p.chart.setAttribute("aria-label", "Completed in the last 15 minutes, now " + say(rate) + " a second");
}
let stepSeconds = 5;

function update(app) {
  let card = cards.get(app.app);
  if (!card) {
    card = newCard(app.app);
    cards.set(app.app, card);
    $("app-cards").append(card.node);
  }
  const p = card.parts;
  const [state, tone] = app.state === "PAUSED" && app.inFlight > 0 ? ["draining", "warn"] : STATES[app.state] || [app.state, ""];
  text(p.state, state);
  p.state.className = "state " + tone;
  text(p.path, app.input + " → " + (app.outputs.join(", ") || "no output"));
  text(p.detail, app.detail || "");
  p.detail.hidden = !app.detail;
  draw(p, app);
  const c = app.counts;
  for (const [key, value] of Object.entries({ inFlight: app.inFlight, waiting: app.waitingForRedelivery, completed: c.completed,
    redelivered: c.redelivered, abandoned: c.abandoned, deadLettered: c.deadLettered, lockLost: c.lockLost, sent: c.sent })) text(p[key], numbers.format(value));
  p.deadLettered.className = c.deadLettered ? "bad" : "";
  p.lockLost.className = c.lockLost ? "bad" : "";
  text(p.last, ago(app.lastMessageAt));
  p.problem.hidden = !app.lastError;
  if (app.lastError) {
    text(p.problemKind, app.lastError.kind + " ");
    text(p.problemText, ago(app.lastError.at) + (app.lastError.message ? ": " + app.lastError.message : ""));
  }
  const paused = app.state === "PAUSED" || app.state === "DRAINING";
  p.pause.hidden = p.drain.hidden = paused;
  p.resume.hidden = !paused;
  for (const verb of ["pause", "resume", "drain"]) p[verb].disabled = access === "refused";
  p.atOnce.hidden = app.concurrency === undefined;
  if (app.concurrency !== undefined && document.activeElement !== p.atOnceInput) p.atOnceInput.value = app.concurrency;
}

// Queues

function queuesOf(apps) {
  const queues = new Map();
  for (const app of apps) {
    queues.set(app.input, { app, role: "input" });
    for (const output of app.outputs) if (!queues.has(output)) queues.set(output, { app, role: "output" });
  }
  return queues;
}

function updateQueues(apps) {
  const queues = queuesOf(apps);
  for (const [name, row] of rows) if (!queues.has(name)) { row.node.remove(); rows.delete(name); }
  for (const [name, { app, role }] of queues) {
    let row = rows.get(name);
    if (!row) {
      const cell = (key, label, className) => row[key] = make("td", { className, "data-label": label });
      row = {};
      row.open = make("button", { type: "button", "aria-label": "Dead letters of " + name, on: { click: e => act(e.currentTarget, () => openLetters(name)) } }, "Dead letters");
      row.node = make("tr", {}, cell("name", "Queue", ""), cell("app", "App", "soft"), cell("active", "Active", "n"), cell("scheduled", "Scheduled", "n"),
        cell("dead", "Dead letters", "n"), cell("source", "Known from", "soft"), make("td", { className: "actions" }, row.open));
      text(row.name, name);
      rows.set(name, row);
      $("queue-rows").append(row.node);
    }
    text(row.app, (role === "input" ? "in of " : "out of ") + app.app);
    const counts = queueCounts.get(name);
    const many = (value, more) => numbers.format(value) + (more ? "+" : "");
    if (counts && counts.source === "peek") {
      text(row.active, many(counts.active, counts.more));
      text(row.scheduled, many(counts.scheduled, counts.more));
      text(row.dead, many(counts.deadLetters, counts.moreDeadLetters));
      row.dead.className = counts.deadLetters ? "n bad" : "n";
      text(row.source, counts.more || counts.moreDeadLetters ? "a look at its first 250" : "a look into it");
    } else {
      text(row.active, "–"); text(row.scheduled, role === "input" ? numbers.format(app.counts.scheduled) + " by this host" : "–");
      text(row.dead, role === "input" ? numbers.format(app.counts.deadLettered) + " by this host" : "–");
      row.dead.className = "n";
      text(row.source, counts ? "this host only: " + counts.why : "this host only, since its start");
    }
    row.open.hidden = role !== "input";
  }
}

// Dead letters

/** Shows those of one queue, or those of all apps when it is null. */
async function openLetters(queue) {
  if (!unlocked && !await unlock()) return;
  shownQueue = queue;
  lettersShown = true;
  await showLetters();
  $("letters").focus();
}

async function showLetters() {
  const queue = shownQueue;
  const listings = queue === null ? (await call("GET", "/api/dead-letter?letters=20")).queues
    : [await call("GET", "/api/dead-letter/" + encodeURIComponent(queue) + "?letters=50")];
  if (!lettersShown || queue !== shownQueue) return;
  const section = $("letters-section");
  const focused = section.contains(document.activeElement);
  section.hidden = false;
  text($("letters"), "Dead letters of " + (queue === null ? "all apps" : queue));
  const total = listings.reduce((sum, listing) => sum + listing.total, 0);
  const unseen = listings.filter(listing => listing.why).map(listing => listing.apps.join(", ") + ": " + listing.why + ".");
  const complete = listings.every(listing => listing.complete);
  const sum = total === 0 && complete ? "There are none." : numbers.format(total) + (complete ? "" : " or more") + ", looked at just now.";
  text($("letters-total"), [sum, ...unseen].join(" "));
  // What is done to all is done to the letters of one queue: nobody purges those of every app with one click.
  $("letters-all").hidden = $("letters-purge").hidden = queue === null;
  $("letters-all").disabled = $("letters-purge").disabled = total === 0;
  $("group-rows").replaceChildren(...listings.flatMap(listing => listing.groups.map(group => groupRow(listing, group))));
  $("letter-rows").replaceChildren(...listings.flatMap(listing => listing.letters.map(letter => letterRow(listing, letter))));
  if (focused && (!section.contains(document.activeElement) || document.activeElement.disabled)) $("letters").focus();
}

function appCell(listing) {
  return make("td", { "data-label": "App", title: listing.queue }, listing.apps.join(", ") || "(none here)");
}

function groupRow(listing, group) {
  const choice = { filter: { reason: group.reason, description: group.description } };
  return make("tr", {},
    appCell(listing),
    make("td", { className: "n", "data-label": "Count" }, numbers.format(group.count)),
    make("td", { "data-label": "Reason" }, group.reason || "(none)"),
    make("td", { "data-label": "Description" }, group.description || "(none)"),
    make("td", { className: "soft", "data-label": "Newest" }, ago(group.newest)),
    make("td", { className: "actions" },
      make("button", { type: "button", on: { click: () => askResubmit(listing.queue, group.count, choice) } }, "Resubmit"),
      make("button", { type: "button", className: "danger", on: { click: () => askPurge(listing.queue, group.count, choice) } }, "Purge")));
}

function letterRow(listing, letter) {
  return make("tr", {},
    appCell(listing),
    make("td", { className: "n", "data-label": "Number" }, letter.sequenceNumber),
    make("td", { "data-label": "Message id" }, letter.messageId || "(none)"),
    make("td", { "data-label": "Reason" }, letter.reason || "(none)"),
    make("td", { className: "soft", "data-label": "Enqueued" }, ago(letter.enqueuedAt)),
    make("td", { className: "actions" },
      make("button", { type: "button", on: { click: e => act(e.currentTarget, () => showLetter(listing.queue, letter.sequenceNumber)) } }, "Show")));
}

function askResubmit(queue, count, choice) {
  text($("resubmit-what"), (count === "All" ? "All" : numbers.format(count)) + " dead letters of " + queue + ". Each goes when its copy is in, in one transaction.");
  $("resubmit-form").onsubmit = () => { start(queue, "resubmit", { ...choice, ...resubmitOptions() }); };
  $("resubmit-dry").onclick = () => { $("resubmit-dialog").close(); start(queue, "resubmit", { ...choice, ...resubmitOptions(), dryRun: true }); };
  $("resubmit-dialog").showModal();
}

function resubmitOptions() {
  const options = { keepMessageId: $("resubmit-keep").checked, perSecond: Number($("resubmit-rate").value) || 0 };
  if ($("resubmit-to").value.trim()) options.to = $("resubmit-to").value.trim();
  return options;
}

function askPurge(queue, count, choice) {
  $("purge-word").value = "";
  text($("purge-what"), (count === "All" ? "All" : numbers.format(count)) + " dead letters of " + queue + " are removed.");
  $("purge-form").onsubmit = () => { start(queue, "purge", { ...choice, confirm: true }); };
  $("purge-dialog").showModal();
}

async function start(queue, verb, body) {
  try {
    note("");
    const job = await call("POST", "/api/dead-letter/" + encodeURIComponent(queue) + "/" + verb, body);
    runningJobs.add(job.id);
    await updateJobs();
  } catch (failure) {
    note(failure.message);
  }
}

async function showLetter(queue, number) {
  const letter = await call("GET", "/api/dead-letter/" + encodeURIComponent(queue) + "/" + number);
  text($("letter-title"), "Dead letter " + number + " of " + queue);
  const facts = [["Message id", letter.messageId], ["Correlation id", letter.correlationId], ["Subject", letter.subject], ["Content type", letter.contentType],
    ["Session id", letter.sessionId], ["Enqueued", letter.enqueuedAt], ["Delivery count", letter.deliveryCount], ["Reason", letter.reason], ["Description", letter.description],
    ...Object.entries(letter.properties).map(([name, value]) => ["Property " + name, value])];
  $("letter-facts").replaceChildren(...facts.filter(([, value]) => value !== null && value !== "").flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))]));
  const editable = letter.encoding === "TEXT";
  $("letter-body").value = letter.body;
  $("letter-body").readOnly = !editable;
  text($("letter-body-label"), editable ? "Body (change it before resubmitting if need be)" : letter.encoding === "BASE64" ? "Body in Base64; cannot be edited here" : "Body (AMQP value; cannot be edited)");
  $("letter-set").value = "";
  text($("letter-error"), "");
  $("letter-form").onsubmit = event => {
    const edit = {};
    if (editable && $("letter-body").value !== letter.body) edit.body = $("letter-body").value;
    const set = {};
    for (const entry of $("letter-set").value.split("\n").map(l => l.trim()).filter(Boolean)) {
      const at = entry.indexOf("=");
      if (at < 1) { event.preventDefault(); text($("letter-error"), "Write name=value, one a line."); return; }
      set[entry.slice(0, at).trim()] = entry.slice(at + 1).trim();
    }
    if (Object.keys(set).length) edit.set = set;
    start(queue, "resubmit", { filter: { sequenceNumbers: [String(number)] }, ...(Object.keys(edit).length ? { edit } : {}) });
  };
  $("letter-dialog").showModal();
}

async function updateJobs() {
  if (!unlocked) return;
  const { jobs } = await call("GET", "/api/jobs");
  $("jobs-section").hidden = jobs.length === 0;
  const ended = jobs.filter(job => !job.running && runningJobs.has(job.id));
  runningJobs = new Set(jobs.filter(job => job.running).map(job => job.id));
  const focusedJob = document.activeElement.getAttribute("data-job");
  $("job-list").replaceChildren(...jobs.slice(0, 6).map(job => {
    const item = make("li", {}, make("b", {}, (job.verb === "purge" ? "Purge of " : "Resubmit of ") + job.queue));
    if (job.running) {
      item.append(make("progress", job.chosen ? { max: job.chosen, value: job.done + job.failed } : {}), make("span", {}, job.done + " of " + job.chosen),
        make("button", { type: "button", "data-job": job.id, "aria-label": "Stop " + job.verb + " of " + job.queue,
          on: { click: e => act(e.currentTarget, () => call("POST", "/api/jobs/" + job.id + "/stop")) } }, "Stop"));
    } else {
      item.append(make("span", { className: "job-end" }, outcome(job)), make("span", { className: "soft" }, ago(job.startedAt)));
      if (job.failures.length) item.append(make("p", { className: "failures" }, "Failed: " + job.failures.slice(0, 3).join("; ")));
    }
    return item;
  }));
  if (focusedJob) ($("job-list").querySelector("[data-job='" + focusedJob + "']") || $("jobs")).focus();
  if (ended.length) {
    queueCounts = new Map(); countQueues();
    if (lettersShown) await showLetters();
  }
}

function outcome(job) {
  if (job.failure) return "failed: " + job.failure;
  if (job.end === "DRY_RUN") return "dry run: it would be " + job.chosen;
  const why = { STOPPED: ", stopped", OUT_OF_REACH: ", the rest is out of reach", FINISHED: "" }[job.end] || "";
  return job.done + " of " + job.chosen + " done" + (job.failed ? ", " + job.failed + " failed" : "") + (job.left ? ", " + job.left + " left" : "") + why;
}

// Token

function lock() {
  token = "";
  unlocked = access === "open";
  sessionStorage.removeItem("busway-token");
  showAccess();
}

function showAccess() {
  $("unlock").hidden = access === "open" || access === "refused";
  text($("unlock"), unlocked ? "Lock changes" : "Unlock changes");
  text($("footer-note"), access === "refused" ? "Changes are switched off: the host has no BUSWAY_OPS_TOKEN." : access === "open" ? "Changes are open: this host serves its own machine only." : "");
}

function unlock() {
  if (access === "open") { unlocked = true; return Promise.resolve(true); }
  if (access === "refused") { note("Changes are switched off: set BUSWAY_OPS_TOKEN and start the host again."); return Promise.resolve(false); }
  return new Promise(resolve => {
    const dialog = $("token-dialog");
    text($("token-error"), "");
    $("token").value = "";
    dialog.onclose = () => { resolve(unlocked); };
    $("token-form").onsubmit = async event => {
      event.preventDefault();
      token = $("token").value;
      try {
        await call("GET", "/api/jobs");
        unlocked = true;
        sessionStorage.setItem("busway-token", token);
        showAccess();
        dialog.close();
        countQueues();
      } catch (failure) {
        token = "";
        text($("token-error"), failure.message);
      }
    };
    dialog.showModal();
    $("token").focus();
  });
}

// The clock of the page

async function countQueues() {
  if (!unlocked) return;
  try {
    const { queues } = await call("GET", "/api/queues");
    queueCounts = new Map(queues.map(queue => [queue.queue, queue]));
  } catch (failure) {
    if (failure.status === 401) lock();
  }
}

async function refresh() {
  try {
    const answer = await call("GET", "/api/apps");
    stepSeconds = answer.stepSeconds;
    access = answer.access;
    if (access === "open") unlocked = true;
    const names = new Set(answer.apps.map(app => app.app));
    for (const [name, card] of cards) if (!names.has(name)) { card.node.remove(); cards.delete(name); }
    answer.apps.forEach(update);
    updateQueues(answer.apps);
    $("no-apps").hidden = answer.apps.length > 0;
    lastSeen = Date.now();
    showAccess();
    document.body.classList.remove("stale");
    $("lost").hidden = true;
    text($("live"), "Live");
    $("live").className = "live on";
    if (unlocked) await updateJobs();
  } catch (failure) {
    if (failure.status === 401) { lock(); return; }
    document.body.classList.add("stale");
    text($("live"), "Not live");
    $("live").className = "live off";
    text($("lost"), "The host does not answer" + (lastSeen ? " since " + new Date(lastSeen).toLocaleTimeString() + "; what is shown is from then" : "") + ". Trying again every two seconds.");
    $("lost").hidden = false;
  }
}

async function run() {
  await refresh();
  setTimeout(run, EVERY);
}

async function begin() {
  document.querySelectorAll("[data-close]").forEach(button => button.addEventListener("click", () => button.closest("dialog").close()));
  $("unlock").addEventListener("click", () => { if (unlocked) lock(); else unlock(); });
  $("all-letters").addEventListener("click", e => act(e.currentTarget, () => openLetters(null)));
  $("letters-refresh").addEventListener("click", e => act(e.currentTarget, showLetters));
  $("letters-close").addEventListener("click", () => { lettersShown = false; $("letters-section").hidden = true; $("queues").focus(); });
  $("letters-all").addEventListener("click", () => askResubmit(shownQueue, "All", { all: true }));
  $("letters-purge").addEventListener("click", () => askPurge(shownQueue, "All", { all: true }));
  if (token) {
    try { await call("GET", "/api/jobs"); unlocked = true; } catch (failure) { if (failure.status === 401) lock(); }
  }
  await run();
  await countQueues();
  setInterval(countQueues, COUNT_EVERY);
}

begin();
