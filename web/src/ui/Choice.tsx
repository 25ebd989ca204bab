import type { ReactNode, SelectHTMLAttributes } from "react";
import "./Choice.css";

interface Props extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange"> {
  options: readonly { value: string; label: string }[];
  onChange?: (value: string) => void;
}

/** One of a list. The browser's own control: known to every hand, screen reader and phone. */
export function Choice({ options, onChange, ...rest }: Props): ReactNode {
  return (
    <select className="choice" {...rest} onChange={(event) => { onChange?.(event.target.value); }}>
      {options.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
    </select>
  );
}
