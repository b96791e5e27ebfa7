// The cards of the figures: for each topic its chart, and what is written around it.

import { Chart } from "./chart.js";
import { bytes, count, duration, percent, rate } from "./format.js";

const CARDS = {
  "machine.cpu": {
    series: [(f) => f.totalPercent],
    options: { max: 100, format: percent },
    show(f, set, element) {
      set("total", percent(f.totalPercent));
      set("load", f.loadAverage == null ? "" : `load ${f.loadAverage.toFixed(2)}`);
      const cores = element("cores");
      cores.classList.toggle("many", f.corePercents.length > 8);
      while (cores.children.length > f.corePercents.length) {
        cores.lastChild.remove();
      }
      f.corePercents.forEach((load, i) => {
        const bar = cores.children[i] ?? cores.appendChild(document.createElement("i"));
        bar.style.setProperty("--load", `${load}%`);
        bar.title = `core ${i}: ${percent(load)}`;
      });
    },
  },
  "machine.memory": {
    series: [(f) => f.usedPercent],
    options: { max: 100, format: percent },
    show(f, set) {
      set("percent", percent(f.usedPercent));
      set("amount", `${bytes(f.usedBytes)} of ${bytes(f.totalBytes)}`);
      set("swap", f.swapTotalBytes ? `swap: ${bytes(f.swapUsedBytes)} of ${bytes(f.swapTotalBytes)}` : "no swap");
    },
  },
  "machine.network": {
    series: [(f) => f.receivedBytesPerSecond, (f) => f.sentBytesPerSecond],
    options: { format: rate },
    show(f, set) {
      set("received", rate(f.receivedBytesPerSecond), "received");
      set("sent", rate(f.sentBytesPerSecond), "sent");
      const busy = f.interfaces
        .map((each) => [each.name, each.receivedBytesPerSecond + each.sentBytesPerSecond])
        .filter(([, traffic]) => traffic > 0)
        .sort((a, b) => b[1] - a[1])
        .slice(0, 3);
      set("interfaces", busy.map(([name, traffic]) => `${name} ${rate(traffic)}`).join(" · ") || "all idle");
    },
  },
  "machine.disk": {
    series: [(f) => f.readBytesPerSecond, (f) => f.writtenBytesPerSecond],
    options: { format: rate },
    show(f, set, element) {
      set("read", f.readBytesPerSecond == null ? "–" : rate(f.readBytesPerSecond), "read");
      set("written", f.writtenBytesPerSecond == null ? "–" : rate(f.writtenBytesPerSecond), "written");
      element("bar").style.width = `${f.usedPercent}%`;
      set("capacity", `${percent(f.usedPercent)} used, ${bytes(f.usedBytes)} of ${bytes(f.totalBytes)}`);
    },
  },
  "machine.jvm": {
    series: [(f) => f.heapUsedBytes],
    options: { format: bytes },
    show(f, set) {
      set("heap", bytes(f.heapUsedBytes));
      set("max", `heap of ${bytes(f.heapMaxBytes)}`);
      set("rest", `CPU ${percent(f.processCpuPercent)} · ${f.threads} threads · `
        + `GC ${count(f.collectionMillis)} ms · up ${duration(f.uptimeSeconds)}`);
    },
  },
};

const KEPT_MILLIS = 5 * 60 * 1000;

export class Figures {
  constructor() {
    this.samples = {};
    this.seconds = 60;
    this.cards = Object.entries(CARDS).map(([topic, card]) => {
      const section = document.querySelector(`[data-topic="${topic}"]`);
      const element = (name) => section.querySelector(`[data-figure="${name}"]`);
      const set = (name, text, label) => {
        element(name).textContent = text;
        if (label) {
          element(name).appendChild(document.createElement("em")).textContent = label;
        }
      };
      return { topic, card, set, element, chart: new Chart(section.querySelector(".chart"), card.series, card.options) };
    });
  }

  clear() {
    this.samples = {};
  }

  /** Adds what the REST API returned: by topic, the oldest first. */
  add(figures) {
    for (const [topic, list] of Object.entries(figures)) {
      list.forEach((each) => (each.at = Date.parse(each.time)));
      const all = (this.samples[topic] ?? []).concat(list);
      const newest = all.at(-1)?.at ?? 0;
      this.samples[topic] = all.filter((each) => each.at > newest - KEPT_MILLIS);
    }
    this.draw();
  }

  draw() {
    const newest = Math.max(0, ...Object.values(this.samples).map((list) => list.at(-1)?.at ?? 0));
    const from = newest - this.seconds * 1000;
    for (const { topic, card, set, element, chart } of this.cards) {
      const samples = (this.samples[topic] ?? []).filter((each) => each.at >= from);
      chart.draw(samples, from, newest);
      if (samples.length) {
        card.show(samples.at(-1), set, element);
      }
    }
  }
}
