import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { words } from "./words";

export type Aim = Shape["EntityPurpose"];

/** For which kind and purpose the page is open: the one of the address, or the first there is. */
export function useAim(what: "judge" | "profiles"): { aims: readonly Aim[] | undefined; aim: Aim | undefined; error: unknown } {
  const [address] = useSearchParams();
  const { data, error } = api.useQuery("get", "/api/entities/purposes");
  const aims = data?.[what];
  const aim = aims?.find((one) => one.kind === address.get("kind") && one.purpose === address.get("purpose")) ?? aims?.[0];
  return { aims, aim, error };
}

export function ChooseAim({ aims, aim }: { aims: readonly Aim[]; aim: Aim }): ReactNode {
  const t = useWords(words);
  const [, change] = useSearchParams();
  if (aims.length < 2) return null;
  return (
    <Choice
      aria-label={t.subject} value={String(aims.indexOf(aim))}
      options={aims.map((one, at) => ({ value: String(at), label: t.choose(t.kinds[one.kind as keyof typeof t.kinds], one.purpose) }))}
      onChange={(at) => { const one = aims[Number(at)]; if (one) change({ kind: one.kind, purpose: one.purpose }); }}
    />
  );
}
