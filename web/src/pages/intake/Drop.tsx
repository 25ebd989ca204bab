import { UploadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef, useState, type ReactNode } from "react";

const KINDS = ".xls,.xlsx,.xlsm,.xlsb,.ods,.et,.csv,.tsv,.txt,.htm,.html,.xml,.json";

interface Props {
  take: (file: File) => void;
  text: string;
  choose: string;
  hint: string;
  /** What goes on with the file that was taken; meanwhile no other is. */
  doing?: ReactNode;
}

/** A place where a file is dropped, or chosen. */
export function Drop({ take, text, choose, hint, doing }: Props): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const took = (file: File | undefined): void => {
    if (file && !doing) take(file);
    // The same file may be chosen again.
    if (input.current) input.current.value = "";
  };
  return (
    <>
      <input ref={input} className="hidden" type="file" accept={KINDS} tabIndex={-1} aria-hidden onChange={(event) => { took(event.target.files?.[0]); }} />
      <div
        className="drop"
        data-over={over ? "" : undefined}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }}
        onDragLeave={() => { setOver(false); }}
        onDrop={(event) => { event.preventDefault(); setOver(false); took(event.dataTransfer.files[0]); }}
      >
        {doing ? <div role="status">{doing}</div> : <p>{text} <Button type="primary" icon={<UploadOutlined aria-hidden />} onClick={() => input.current?.click()}>{choose}</Button></p>}
        <p className="quiet small">{hint}</p>
      </div>
    </>
  );
}
