import { useSearchParams } from "react-router";
import { useSay, useWords } from "../../lib/words";
import type { Filter } from "../../ui/list/listing";
import { useChoices } from "./calls";
import { STATES, type State } from "./FindingState";
import { words } from "./words";

export const EVERY = "all";
/** Several states under one name: those nobody is done with, all that are counted, those that were judged, the leads. */
export const TOGETHER: Readonly<Record<string, readonly State[]>> = {
  pending: ["new", "checking", "lead", "case"],
  counted: ["new", "checking", "lead", "case", "closed", "dismissed"],
  judged: ["dismissed", "lead", "case", "closed"],
  leads: ["lead", "case", "closed"],
};
const CONCLUSIONS = ["dismissed", "lead", "case"] as const;
/** As the server calls them: what a finding is concluded to be is data, the same in every language. */
export const CONCLUDED = { dismissed: { zh: "排除" }, lead: { zh: "线索" }, case: { zh: "立案" } } as const;
const SCORES = ["0.95", "0.9", "0.8", "0.5"];
const AMOUNTS = ["100000", "10000", "1000"];

/** What the inbox is filtered by: what is masked for the reader is not offered. */
export function useInboxFilters(): Filter[] {
  const t = useWords(words);
  const say = useSay();
  const choices = useChoices();
  const [address] = useSearchParams();
  const audience = choices.audiences.find((one) => String(one.audience) === address.get("audience")) ?? choices.audiences[0];
  const scenario = address.get("scenario");
  const plain = new Set(audience?.plain ?? []);
  const within = new Set(audience?.scenarios ?? []);
  const scenarios = choices.scenarios.filter((one) => within.has(one.scenario));
  const rules = choices.rules.filter((one) => within.has(one.scenario) && (!scenario || one.scenario === scenario));
  const filters: (Filter | false)[] = [
    { name: "q", label: t.words, kind: "search" },
    choices.audiences.length > 1 && { name: "audience", label: t.purpose, kind: "choice", none: choices.audiences[0]?.purpose ?? "", options: choices.audiences.slice(1).map((one) => ({ value: String(one.audience), label: one.purpose })) },
    { name: "state", label: t.state, kind: "choice", none: t.states.new, options: [...Object.keys(TOGETHER).map((name) => ({ value: name, label: t.together[name as "pending"] })), { value: EVERY, label: t.every }, ...STATES.slice(1).map((state) => ({ value: state, label: t.states[state] }))] },
    { name: "conclusion", label: t.conclusion, kind: "choice", options: CONCLUSIONS.map((one) => ({ value: CONCLUDED[one].zh, label: t.states[one] })) },
    scenarios.length > 1 && { name: "scenario", label: t.scenario, kind: "choice", options: scenarios.map((one) => ({ value: one.scenario, label: say(one.title) })) },
    { name: "rule", label: t.rule, kind: "choice", options: rules.map((one) => ({ value: one.rule, label: say(one.title) })) },
    plain.has("region") && { name: "region", label: t.region, kind: "choice", options: choices.regions.map((one) => ({ value: one.region, label: one.level === "county" ? one.name : `\u2003${one.name}` })) },
    plain.has("score") && { name: "least_score", label: t.score, kind: "choice", options: SCORES.map((score) => ({ value: score, label: t.atLeast(`${String(Number(score) * 100)}%`) })) },
    plain.has("amount") && { name: "least_amount", label: t.amount, kind: "choice", options: AMOUNTS.map((yuan) => ({ value: yuan, label: t.atLeast(Number(yuan).toLocaleString("zh-CN")) })) },
    { name: "assignee", label: t.assignee, kind: "choice", options: [{ value: "me", label: t.mine }] },
    { name: "department", label: t.department, kind: "choice", options: choices.departments.filter((one) => one.mine).map((one) => ({ value: String(one.department), label: one.name })) },
  ];
  return filters.filter((filter) => filter !== false);
}
