import type { ReactNode } from "react";
import { useWords } from "../lib/words";
import { Page } from "../ui/Page";
import { NotFound } from "../ui/States";
import { words } from "./words";

export default function MissingPage(): ReactNode {
  const t = useWords(words);
  return <Page title={t.missing}><NotFound /></Page>;
}
