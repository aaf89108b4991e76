/** Numbers as the user's language writes them. */
import i18next from "i18next";

const STEPS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** 340 MB, 2.1 GB. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(i18next.language, {
    style: "unit",
    unit: STEPS[step]!,
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 1 ? 1 : 0,
  }).format(value);
}

/** 42 %. */
export function formatPercent(fraction: number): string {
  return new Intl.NumberFormat(i18next.language, { style: "percent" }).format(fraction);
}

/** 40 ms, 1.2 s, 35 s, 4 min. */
export function formatSeconds(seconds: number): string {
  const [value, unit] = inUnit(seconds);
  return new Intl.NumberFormat(i18next.language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "second" && value < 10 ? 1 : 0,
  }).format(value);
}

function inUnit(seconds: number): [number, "millisecond" | "second" | "minute"] {
  if (seconds < 0.1) return [Math.max(1, seconds * 1000), "millisecond"];
  return seconds < 90 ? [seconds, "second"] : [seconds / 60, "minute"];
}
