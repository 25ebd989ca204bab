import type { ReactNode } from "react";
import { useRouteError } from "react-router";
import { Failed } from "../ui/States";

/** A page that could not be shown: its files were not reached, or it is faulty. Loading it again often helps. */
export function Broken(): ReactNode {
  const error = useRouteError();
  return <main><Failed error={error} retry={() => { location.reload(); }} /></main>;
}
