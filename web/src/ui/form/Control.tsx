import { Input, Radio } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Choice } from "../Choice";
import { words } from "../words";
import type { Field, Place, Values } from "./fields";
import { Location } from "./Location";
import { Photos } from "./Photos";

/** What antd's form gives to the control within. */
export interface Given<Value> {
  id?: string;
  value?: Value | undefined;
  onChange?: (value: Value | undefined) => void;
  "aria-invalid"?: "true" | "false";
  "aria-describedby"?: string;
}

interface Props extends Given<Values[string]> {
  field: Field;
  required: boolean;
  label: string;
}

/** More options than this are a list to open; up to this, all can be seen at once. */
const SEEN_AT_ONCE = 5;

export function Control({ field, required, label, value, onChange, ...given }: Props): ReactNode {
  const t = useWords(words);
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const shared = { ...given, "aria-required": required };
  const typed = { ...shared, value: text, onChange: (event: { target: { value: string } }) => { onChange?.(event.target.value); } };
  switch (field.kind) {
    case "text":
      return <Input {...typed} maxLength={200} />;
    case "long_text":
      return <Input.TextArea {...typed} autoSize={{ minRows: 3, maxRows: 12 }} maxLength={4000} />;
    case "amount":
      return <Input {...typed} inputMode="decimal" suffix={t.yuan} className="form-short" />;
    case "integer":
      return <Input {...typed} inputMode="numeric" className="form-short" />;
    case "date":
      return <Input {...typed} type="date" className="form-short" />;
    case "choice": {
      const options = (field.options ?? []).map((option) => ({ value: option, label: option }));
      if (options.length > SEEN_AT_ONCE) {
        return <Choice {...shared} value={text} onChange={onChange ?? ignore} options={[{ value: "", label: t.pick }, ...options]} />;
      }
      return <Radio.Group {...given} role="radiogroup" aria-label={label} value={text} options={options} onChange={(event) => { onChange?.(event.target.value as string); }} />;
    }
    case "yes_no":
      return (
        <Radio.Group
          {...given}
          role="radiogroup"
          aria-label={label}
          value={value}
          options={[{ value: true, label: t.yes }, { value: false, label: t.no }]}
          onChange={(event) => { onChange?.(event.target.value as boolean); }}
        />
      );
    case "photo":
      return <Photos {...given} label={label} value={value as readonly Blob[] | undefined} onChange={onChange ?? ignore} />;
    case "location":
      return <Location {...given} label={label} value={value as Place | undefined} onChange={onChange ?? ignore} />;
  }
}

function ignore(): void {
  // outside a form nothing listens
}
