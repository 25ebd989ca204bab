import type { Said } from "../../lib/words";

/** One thing to fill in, as flow files declare it. */
export interface Field {
  name: string;
  label: Said;
  kind: "text" | "long_text" | "choice" | "amount" | "integer" | "date" | "photo" | "location" | "yes_no";
  options?: readonly string[];
  required?: boolean;
}

/** Where somebody stands, or the place in words, or both. */
export interface Place {
  lon?: number;
  lat?: number;
  /** Metres. */
  accuracy?: number;
  place?: string;
}

/** What a form holds: text for text, choice, date and amount (exact decimals), Blobs for photos. */
export type Values = Record<string, string | number | boolean | readonly Blob[] | Place | null | undefined>;

export function isAmount(text: string): boolean {
  return /^\d{1,12}(\.\d{1,2})?$/.test(text);
}

export function isInteger(text: string): boolean {
  return /^-?\d{1,9}$/.test(text);
}

/** Nothing was filled in. "No" and 0 are answers. */
export function isBlank(value: Values[string]): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object" && !Array.isArray(value)) {
    const place = value as Place;
    return place.lat === undefined && !place.place?.trim();
  }
  return typeof value === "string" && value.trim() === "";
}

/** What somebody wrote; nothing where he wrote nothing, or the field holds no text. */
export function textOf(value: Values[string]): string {
  return typeof value === "string" ? value : "";
}

/** What is sent: nothing blank, text without blanks around it, whole numbers as numbers. */
export function ready(fields: readonly Field[], values: Values): Values {
  const filled = fields.filter((field) => !isBlank(values[field.name]));
  return Object.fromEntries(filled.map((field) => {
    const value = values[field.name];
    if (field.kind === "integer") return [field.name, Number(value)];
    return [field.name, typeof value === "string" ? value.trim() : value];
  }));
}
