import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Shape } from "../../api/client";

/** A link of lineage: tables and rules have pages, files and what lies between have not. */
export function At({ place, text }: { place: Pick<Shape["PlaceOut"], "table" | "kind">; text: string }): ReactNode {
  if (place.kind === "table") return <Link to={`/catalogue/${encodeURIComponent(place.table)}`}>{text}</Link>;
  if (place.kind === "rule") return <Link to={`/rules/${place.table.replace(".", "/")}`}>{text}</Link>;
  return text;
}
