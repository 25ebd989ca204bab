import { createElement, type ReactNode } from "react";
import { useUser } from "../api/session";
import { useSay } from "../lib/words";
import { Page } from "../ui/Page";
import { NotAllowed } from "../ui/States";
import { mayOpen } from "./mayOpen";
import type { PageEntry } from "./pages";

/** One page of the table, for whoever may see it. */
export function Opened({ page }: { page: PageEntry }): ReactNode {
  const say = useSay();
  const user = useUser();
  if (!mayOpen(user, page)) return <Page title={say(page.title)}><NotAllowed /></Page>;
  return createElement(page.page);
}
