import type { Listing, Query } from "../../ui/list/listing";
import type { Field } from "../../ui/form/fields";

export interface Matter {
  id: string;
  number: number;
  state: "open" | "late" | "closed";
  amount: number;
  date: string;
  street: number;
}

const STRETCH = 20;
const STATES = ["open", "late", "closed"] as const;
const ALL: readonly Matter[] = Array.from({ length: 90 }, (_, at) => ({
  id: `M${String(at + 1).padStart(4, "0")}`,
  number: at + 1,
  state: STATES[(at * 7) % 3] ?? "open",
  amount: ((at * 7919) % 100_000) / 10,
  date: `2026-10-${String((at % 28) + 1).padStart(2, "0")}`,
  street: (at % 5) + 1,
}));

/** Stands in for a server: filters, sorts and pages as one would. */
export function sample(query: Query & { after?: string }): Promise<Listing<Matter>> {
  const fits = ALL.filter((one) => (!query.state || one.state === query.state) && (!query.q || one.id.includes(query.q)));
  if (query.sort === "amount") fits.sort((one, other) => one.amount - other.amount);
  if (query.sort === "-amount") fits.sort((one, other) => other.amount - one.amount);
  const start = query.after ? fits.findIndex((one) => one.id === query.after) + 1 : 0;
  const rows = fits.slice(start, start + STRETCH);
  const last = rows.at(-1);
  return Promise.resolve({ rows, next: last && start + STRETCH < fits.length ? last.id : null, total: fits.length, more: false });
}

export const fields: readonly Field[] = [
  { name: "person", kind: "text", required: true, label: { zh: "联系人", en: "Contact" } },
  { name: "story", kind: "long_text", label: { zh: "核查经过", en: "What was checked" } },
  { name: "result", kind: "choice", required: true, options: ["属实", "部分属实", "不属实"], label: { zh: "核查结果", en: "Result" } }, // eslint-disable-line no-restricted-syntax -- a flow's own words
  { name: "recovered", kind: "amount", label: { zh: "追回金额", en: "Amount recovered" } },
  { name: "people", kind: "integer", label: { zh: "涉及人数", en: "People concerned" } },
  { name: "visited", kind: "date", label: { zh: "入户日期", en: "Date of the visit" } },
  { name: "photos", kind: "photo", label: { zh: "现场照片", en: "Photos" } },
  { name: "place", kind: "location", label: { zh: "地点", en: "Place" } },
  { name: "urgent", kind: "yes_no", label: { zh: "是否紧急", en: "Urgent" } },
];
