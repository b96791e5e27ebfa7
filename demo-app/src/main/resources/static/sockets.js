// The tables of sockets and listeners, from the actuator's endpoint.

import { count, perSecond } from "./format.js";

const text = (tag, content, className) => {
  const element = document.createElement(tag);
  element.textContent = content;
  element.className = className ?? "";
  return element;
};

function cell(row, content, className) {
  return row.appendChild(text("td", content ?? "", className));
}

/** Remembers totals, to tell how fast they grow. */
class Growth {
  constructor() {
    this.last = new Map();
  }

  of(name, total, now) {
    const before = this.last.get(name);
    this.last.set(name, { total, now });
    return before && now > before.now ? Math.max(0, (1000 * (total - before.total)) / (now - before.now)) : undefined;
  }
}

const growth = new Growth();

function totals(row, name, total, now) {
  const td = cell(row, count(total ?? 0), "number");
  td.appendChild(text("small", perSecond(growth.of(name, total ?? 0, now))));
}

export function showSockets(body, sockets) {
  const now = performance.now();
  body.replaceChildren(...Object.entries(sockets).map(([name, socket]) => {
    const row = document.createElement("tr");
    const title = cell(row, name, `dot ${socket.state === "RUNNING" || socket.state === "OPEN" ? "good" : ""}`);
    title.title = socket.state ?? "";
    title.appendChild(text("span", socket.type, "type"));
    const endpoints = cell(row);
    const ways = [["binds", socket.bind], ["connects to", socket.connect]];
    for (const [way, list] of ways) {
      for (const endpoint of list ?? []) {
        const line = endpoints.appendChild(text("div", `${way} `));
        line.appendChild(text("code", endpoint));
      }
    }
    const peers = socket.peers ?? [];
    const peerCell = cell(row, peers.length ? String(peers.length) : "none", peers.length ? "" : "empty");
    peerCell.appendChild(text("small", peers.slice(0, 3).map((peer) => peer.address ?? peer.endpoint).join(", ")
      + (peers.length > 3 ? " …" : "")));
    totals(row, `${name}/sent`, socket.messages?.sent, now);
    totals(row, `${name}/received`, socket.messages?.received, now);
    totals(row, `${name}/dropped`, socket.messages?.dropped, now);
    return row;
  }));
}

export function showListeners(body, listeners) {
  const now = performance.now();
  body.replaceChildren(...Object.entries(listeners).map(([name, listener]) => {
    const row = document.createElement("tr");
    cell(row, name);
    cell(row, listener.socket);
    cell(row, (listener.state ?? "").toLowerCase(), `dot ${listener.state === "RUNNING" ? "good" : ""}`);
    totals(row, `listener ${name}`, listener.processed, now);
    const failed = cell(row, count(listener.failed ?? 0), `number ${listener.failed ? "bad" : ""}`);
    failed.title = listener.lastError ?? "";
    cell(row, count(listener.queued ?? 0), "number");
    return row;
  }));
}
