// A line chart of one or two series over the last minutes.

const WIDTH = 300;
const HEIGHT = 100;
const MAX_POINTS = 300;
const SVG = "http://www.w3.org/2000/svg";

export class Chart {
  /**
   * @param host the element to draw in
   * @param series functions from a sample to its value; null = unknown
   * @param options max: upper end of the scale, else it follows the values; format: a value as text
   */
  constructor(host, series, { max, format }) {
    this.host = host;
    this.series = series;
    this.max = max;
    this.format = format;
    this.samples = [];
    this.svg = host.appendChild(document.createElementNS(SVG, "svg"));
    this.svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.svg.setAttribute("preserveAspectRatio", "none");
    for (const y of [0, 50, 100]) {
      const line = this.svg.appendChild(document.createElementNS(SVG, "line"));
      line.setAttribute("x2", WIDTH);
      line.setAttribute("y1", y);
      line.setAttribute("y2", y);
    }
    this.paths = series.map((_, index) => ["area", "stroke"].map((kind) => {
      const path = this.svg.appendChild(document.createElementNS(SVG, "path"));
      path.setAttribute("class", `${kind} series-${index + 1}`);
      return path;
    }));
    this.scale = this.add("scale");
    this.hand = this.add("hand");
    this.tip = this.add("tip");
    this.leave();
    host.addEventListener("pointermove", (event) => this.point(event.offsetX / host.clientWidth));
    host.addEventListener("pointerleave", () => this.leave());
  }

  add(name) {
    const element = this.host.appendChild(document.createElement("div"));
    element.className = name;
    return element;
  }

  draw(samples, from, to) {
    this.samples = samples;
    this.from = from;
    this.to = to;
    const top = this.max ?? scaleAbove(samples, this.series);
    this.scale.textContent = this.format(top);
    this.series.forEach((value, index) => {
      const points = thin(samples, value).map(([time, y]) => [
        (WIDTH * (time - from)) / (to - from),
        HEIGHT - (HEIGHT * Math.min(y, top)) / top,
      ]);
      const line = points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
      const [area, stroke] = this.paths[index];
      stroke.setAttribute("d", line);
      area.setAttribute("d", points.length < 2 ? ""
        : `${line}L${points.at(-1)[0].toFixed(1)} ${HEIGHT}L${points[0][0].toFixed(1)} ${HEIGHT}Z`);
    });
  }

  point(share) {
    if (!this.samples.length) {
      return;
    }
    const time = this.from + share * (this.to - this.from);
    const near = this.samples.reduce((a, b) => (Math.abs(b.at - time) < Math.abs(a.at - time) ? b : a));
    const left = `${Math.min(100, Math.max(0, (100 * (near.at - this.from)) / (this.to - this.from)))}%`;
    const values = this.series.map((value) => value(near)).filter((value) => value != null).map(this.format);
    this.tip.textContent = `${values.join(" · ")}  ${new Date(near.at).toLocaleTimeString("en-GB")}`;
    for (const element of [this.hand, this.tip]) {
      element.style.left = left;
      element.hidden = false;
    }
  }

  leave() {
    this.hand.hidden = true;
    this.tip.hidden = true;
  }
}

/** A round number above all values: 1, 2 or 5 and zeros. */
function scaleAbove(samples, series) {
  const highest = Math.max(1000, ...samples.flatMap((sample) => series.map((value) => value(sample) ?? 0)));
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= highest);
}

/** At most as many points as can be seen; of several the highest stays, so that no peak gets lost. */
function thin(samples, value) {
  const known = samples.map((sample) => [sample.at, value(sample)]).filter(([, y]) => y != null);
  const size = Math.ceil(known.length / MAX_POINTS);
  if (size <= 1) {
    return known;
  }
  const points = [];
  for (let i = 0; i < known.length; i += size) {
    points.push(known.slice(i, i + size).reduce((a, b) => (b[1] > a[1] ? b : a)));
  }
  return points;
}
