/** Lengths, sizes and dates in the words of the user's language. */
import i18next from "i18next";
import { sceneryWord } from "../ui/note-words.ts";

/** Making a formatter takes longer than all that it formats: one for each kind and language is kept. */
const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function kept<Formatter extends Intl.NumberFormat | Intl.DateTimeFormat>(
  kind: string,
  make: (language: string) => Formatter,
): Formatter {
  const key = `${kind} ${i18next.language}`;
  const formatter = (formatters.get(key) as Formatter | undefined) ?? make(i18next.language);
  formatters.set(key, formatter);
  return formatter;
}

/** "0:06", "1:02:09". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function bytes(size: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  const power = Math.min(units.length - 1, size > 0 ? Math.floor(Math.log10(size) / 3) : 0);
  return new Intl.NumberFormat(i18next.language, {
    ...{ style: "unit", unit: units[power]!, unitDisplay: "short", maximumFractionDigits: power > 1 ? 1 : 0 },
  }).format(size / 1000 ** power);
}

export function moment(time: number): string {
  return kept(
    "moment",
    (language) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }),
  ).format(time);
}

export function day(time: number): string {
  return kept("day", (language) => new Intl.DateTimeFormat(language, { dateStyle: "medium" })).format(time);
}

export function number(value: number): string {
  return kept("number", (language) => new Intl.NumberFormat(language)).format(value);
}

/** The same at the beginning of a line. */
export function sceneryLabel(word: string): string {
  const name = sceneryWord(word);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
