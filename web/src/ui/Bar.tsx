import type { ReactNode } from "react";
import "./Bar.css";

/** A share of a whole, drawn beside the number that says it. Nothing is lost to whoever does not see it. */
export function Bar({ share, tone = "accent" }: { share: number; tone?: "accent" | "good" | "warn" }): ReactNode {
  const width = `${String(Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10)}%`;
  return <span className="bar" aria-hidden><span className={`bar-${tone}`} style={{ width }} /></span>;
}
