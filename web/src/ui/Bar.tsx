import type { ReactNode } from "react";
import "./Bar.css";

interface Props {
  share: number;
  tone?: "accent" | "good" | "warn";
}

/** A share of a whole, drawn beside the number that says it. Nothing is lost to whoever does not see it. */
export function Bar({ share, tone = "accent" }: Props): ReactNode {
  const width = `${String(Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10)}%`;
  return <span className="bar" aria-hidden><span className={`bar-${tone}`} style={{ width }} /></span>;
}

/** A bar and its number. Under one another, bars begin together and numbers end together. */
export function Barred({ children, ...bar }: Props & { children: ReactNode }): ReactNode {
  return <span className="barred number"><Bar {...bar} /> <span className="barred-number">{children}</span></span>;
}
