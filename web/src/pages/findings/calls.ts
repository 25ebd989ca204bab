import { api, type Shape } from "../../api/client";

type Choices = Shape["ChoicesOut"];

const NONE: Choices = { audiences: [], scenarios: [], rules: [], regions: [], departments: [], reasons: [] };
const LONG_MS = 300_000;

/** What findings are filtered by and decided with. */
export function useChoices(): Choices {
  return api.useQuery("get", "/api/findings/choices", {}, { staleTime: LONG_MS }).data ?? NONE;
}
