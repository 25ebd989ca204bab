import type { Language } from "./preferences";

const ZONE = "Asia/Shanghai";
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, style: "day" | "moment"): Intl.DateTimeFormat {
  const key = `${language} ${style}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    timeZone: ZONE,
    year: "numeric",
    month: language === "zh" ? "2-digit" : "short",
    day: "2-digit",
    ...(style === "moment" ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" as const } : {}),
  });
  formats.set(key, made);
  return made;
}

/** A date, in the city's time: 2026/11/22, 22 Nov 2026. */
export function day(value: string | Date, language: Language): string {
  return format(language, "day").format(typeof value === "string" ? new Date(value) : value);
}

/** A date with hour and minute, in the city's time. */
export function moment(value: string | Date, language: Language): string {
  return format(language, "moment").format(typeof value === "string" ? new Date(value) : value);
}

/** An amount of money with its thousands apart. The unit stands in the column's title. */
export function amount(value: number | string): string {
  return new Intl.NumberFormat("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Number(value));
}

/** Today in the city, as a form's date: 2026-11-22. */
export function today(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(new Date());
}
