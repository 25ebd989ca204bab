import type { ReactNode } from "react";

/** A unified diff. Its own signs say what is added and removed; the colours only help. */
export function Diff({ text, label }: { text: string; label: string }): ReactNode {
  return (
    <pre className="code" role="region" aria-label={label} tabIndex={0}>
      {text.trimEnd().split("\n").map((line, at) => <span key={at} className={`diff ${kind(line)}`}>{line || " "}</span>)}
    </pre>
  );
}

function kind(line: string): string {
  if (line.startsWith("+") && !line.startsWith("+++")) return "diff-added";
  if (line.startsWith("-") && !line.startsWith("---")) return "diff-removed";
  return "";
}
