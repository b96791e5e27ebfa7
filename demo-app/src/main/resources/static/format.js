// Numbers as people read them.

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

export function bytes(value) {
  let unit = 0;
  let amount = value;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${unit > 0 && amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${UNITS[unit]}`;
}

export const rate = (value) => `${bytes(value)}/s`;

export const percent = (value) => `${value === 100 ? 100 : value.toFixed(1)} %`;

export const count = (value) => Math.round(value).toLocaleString("en");

export function perSecond(value) {
  return `${value >= 9.95 ? count(value) : value.toFixed(1)} /s`;
}

export function duration(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const clock = (time) => new Date(time).toLocaleTimeString("en-GB");
