// Sockets and listeners from the actuator's endpoint: the tables, and the rates on the diagram of the flow.

import { count, perSecond } from "./format.js";

const byId = (id) => document.getElementById(id);

/** Remembers totals, to tell how fast they grow. */
class Growth {
  constructor() {
    this.last = new Map();
  }

  perSecond(name, total) {
    const now = performance.now();
    const before = this.last.get(name);
    this.last.set(name, { total, now });
    return before && now > before.now ? Math.max(0, (1000 * (total - before.total)) / (now - before.now)) : undefined;
  }
}

const growth = new Growth();

function text(tag, content, className) {
  const element = document.createElement(tag);
  element.textContent = content ?? "";
  element.className = className ?? "";
  return element;
}

const cell = (row, content, className) => row.appendChild(text("td", content, className));

/** A total, and how fast it grows; the diagram shows the same where it has this name. */
function total(row, name, value) {
  const rate = growth.perSecond(name, value);
  cell(row, count(value), "number").prepend(text("small", rate > 0 ? perSecond(rate) : ""));
  document.querySelector(`[data-edge="${name}"]`)?.classList.toggle("busy", rate > 0);
  const label = document.querySelector(`[data-rate="${name}"]`);
  if (label) {
    label.textContent = rate > 0 ? perSecond(rate) : `${count(value)} in all`;
  }
}

const shortAddress = (peer) => (peer.address || peer.endpoint || "").replace(/^tcp:\/\//, "");

function socketRow([name, socket]) {
  const row = document.createElement("tr");
  const title = cell(row, name, `dot ${socket.state === "RUNNING" ? "good" : ""}`);
  title.title = (socket.state ?? "").toLowerCase();
  title.appendChild(text("span", socket.type, "type"));
  const endpoints = cell(row);
  for (const [way, list] of [["binds", socket.bind], ["connects to", socket.connect]]) {
    for (const endpoint of list) {
      endpoints.appendChild(text("div", `${way} `)).appendChild(text("code", endpoint));
    }
  }
  const peers = socket.peers.filter((peer) => peer.state === "READY");
  const peerCell = cell(row, peers.length || "none", peers.length ? "" : "empty");
  peerCell.title = peers.map((peer) => `${shortAddress(peer)} since ${peer.since}`).join("\n");
  if (socket.bind.length && peers.length) {
    peerCell.appendChild(text("small", peers.slice(0, 2).map(shortAddress).join(", ") + (peers.length > 2 ? " …" : "")));
  }
  const port = document.querySelector(`[data-socket="${name}"]`);
  if (port) {
    port.textContent = [socket.type, ...socket.boundPorts].join(" · ");
  }
  total(row, `${name}/sent`, socket.messages.sent);
  total(row, `${name}/received`, socket.messages.received);
  cell(row, count(socket.messages.dropped), `number ${socket.messages.dropped ? "bad" : ""}`);
  return row;
}

function listenerRow([name, listener]) {
  const row = document.createElement("tr");
  cell(row, name);
  cell(row, listener.socket);
  cell(row, listener.state.toLowerCase(), `dot ${listener.state === "RUNNING" ? "good" : ""}`);
  total(row, `listener ${name}`, listener.processed);
  cell(row, count(listener.failed), `number ${listener.failed ? "bad" : ""}`).title = listener.lastError ?? "";
  cell(row, count(listener.queued), "number");
  return row;
}

export function showSockets({ sockets, listeners }) {
  byId("sockets").replaceChildren(...Object.entries(sockets).map(socketRow));
  byId("listeners").replaceChildren(...Object.entries(listeners).map(listenerRow));
}
