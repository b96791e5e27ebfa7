// Asks the application for news and shows them. Each part has its own rhythm and survives that the application is away.

import { clock } from "./format.js";
import { Figures } from "./figures.js";
import { showSockets } from "./sockets.js";

const TIMEOUT_MILLIS = 5000;
const byId = (id) => document.getElementById(id);
const figures = new Figures();
let rules = [];
let sequence = 0;

async function get(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MILLIS), cache: "no-store" });
  if (!response.ok && response.status !== 503) {
    throw new Error(`${path}: ${response.status}`);
  }
  return response.json();
}

/** Does something again and again, each time this long after the time before has ended. */
async function every(millis, task) {
  for (;;) {
    await task().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? 4 * millis : millis));
  }
}

function link(state, words) {
  byId("link").dataset.state = state;
  byId("link").querySelector("b").textContent = words;
}

async function loadFigures() {
  try {
    const news = await get(`api/history?after=${sequence}`);
    if (news.sequence < sequence) {
      figures.clear(); // the application has started anew; the next call brings all it has
      sequence = 0;
      return;
    }
    sequence = news.sequence;
    figures.add(news.figures);
  } catch (error) {
    link("lost", "no connection");
    throw error;
  }
}

async function loadMachine() {
  const watch = await get("api/machine");
  rules = watch.rules;
  const { host, system, cores, java } = watch.machine;
  byId("machine").textContent = `${host} · ${system} · ${cores} cores · ${java}`;
  document.title = `${host} – machine watch`;
  link("live", `live, every ${watch.intervalMs} ms`);
}

const figureName = (figure) => figure.replace(/([A-Z])/g, " $1").replace(/ Percent$/, "").toLowerCase();
const topicName = (topic) => topic.replace("machine.", "").replace(/^(cpu|jvm)$/, (name) => name.toUpperCase());
const amount = (figure, value) => (figure.endsWith("Percent") ? `${value} %` : value.toLocaleString("en"));

function alertItem(alert) {
  const item = document.createElement("li");
  item.append(
    Object.assign(document.createElement("time"), { textContent: clock(alert.time) }),
    Object.assign(document.createElement("span"), { textContent: `${topicName(alert.topic)} ${figureName(alert.figure)}` }),
    Object.assign(document.createElement("b"), { className: "over", textContent: amount(alert.figure, alert.value) }));
  item.title = `limit: ${amount(alert.figure, alert.limit)}`;
  return item;
}

function quietItem() {
  const item = Object.assign(document.createElement("li"), { className: "quiet" });
  item.append(Object.assign(document.createElement("b"), { textContent: "All quiet" }), "Alerts come when ");
  item.append(rules.map((rule) => `${topicName(rule.topic)} ${figureName(rule.figure)} is above ${amount(rule.figure, rule.above)}`).join(", "));
  return item;
}

async function loadAlerts() {
  const alerts = await get("api/alerts");
  byId("alert-count").textContent = alerts.length ? `the last ${alerts.length}` : "";
  byId("alerts").replaceChildren(...(alerts.length ? alerts.reverse().map(alertItem) : [quietItem()]));
}

async function loadSockets() {
  showSockets(await get("actuator/zmq"));
}

async function loadHealth() {
  const health = await get("actuator/health");
  const zmq = health.components?.zmq?.status ?? health.status;
  byId("health").textContent = zmq === "UP" ? "healthy" : zmq.toLowerCase();
  byId("health").className = zmq === "UP" ? "good" : "bad";
}

byId("span").addEventListener("click", ({ target }) => {
  if (target.dataset.seconds) {
    figures.seconds = Number(target.dataset.seconds);
    byId("span").querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each === target)));
    figures.draw();
  }
});

const dark = window.matchMedia("(prefers-color-scheme: dark)");
let theme = localStorage.getItem("theme");
const showTheme = () => (document.documentElement.dataset.theme = theme ?? (dark.matches ? "dark" : "light"));
dark.addEventListener("change", showTheme);
byId("theme").addEventListener("click", () => {
  theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", theme);
  showTheme();
});
showTheme();

every(2000, loadMachine);
every(500, loadFigures);
every(1000, loadAlerts);
every(1000, loadSockets);
every(3000, loadHealth);
