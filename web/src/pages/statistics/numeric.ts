import { isValidElement, type ReactNode } from "react";

const NUMBER = /^[+\-−]?[\d,]*\.?\d+\s?%?$/;
const NOTHING = /^[—–-]?$/;

/** Whether a column holds numbers, by what its cells show: these stand at the right, so that digits stand below digits. */
export function isNumeric(cells: readonly ReactNode[]): boolean {
  const told = cells.map(textOf);
  return told.some((text) => text !== undefined && NUMBER.test(text)) && told.every((text) => text !== undefined && (NUMBER.test(text) || NOTHING.test(text)));
}

/** What a cell shows as far as it can be told without drawing it; undefined where a component decides. */
function textOf(cell: ReactNode): string | undefined {
  if (cell === null || cell === undefined || typeof cell === "boolean") return "";
  if (typeof cell === "string" || typeof cell === "number") return String(cell).trim();
  if (Array.isArray(cell)) {
    const parts = (cell as ReactNode[]).map(textOf);
    return parts.includes(undefined) ? undefined : parts.join("");
  }
  if (isValidElement<{ children?: ReactNode }>(cell) && cell.props.children !== undefined) return textOf(cell.props.children);
  return undefined;
}
