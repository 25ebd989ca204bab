import { CameraOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { smaller } from "../../lib/photo";
import { useWords } from "../../lib/words";
import { words } from "../words";
import type { Given } from "./Control";

/** Photos from the camera or the album, made small enough for a poor network and rid of where they were taken. */
export function Photos({ id, label, value = [], onChange, ...described }: Given<readonly Blob[]> & { label: string }): ReactNode {
  const t = useWords(words);
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState(false);

  const add = async (files: FileList | null): Promise<void> => {
    setWrong(false);
    try {
      onChange?.([...value, ...await Promise.all(Array.from(files ?? [], smaller))]);
    } catch {
      setWrong(true);
    }
    if (input.current) input.current.value = "";
  };
  return (
    <div className="photos" role="group" aria-label={label}>
      {value.map((photo, at) => (
        <Photo key={at} photo={photo} number={at + 1} remove={() => { onChange?.(value.filter((_, other) => other !== at)); }} />
      ))}
      <input ref={input} className="hidden" type="file" accept="image/*" multiple tabIndex={-1} aria-hidden onChange={(event) => void add(event.target.files)} />
      <Button {...described} {...(id ? { id } : {})} icon={<CameraOutlined aria-hidden />} onClick={() => input.current?.click()}>{t.takePhoto}</Button>
      {wrong && <div role="alert" className="form-wrong">{t.badPhoto}</div>}
    </div>
  );
}

function Photo({ photo, number, remove }: { photo: Blob; number: number; remove: () => void }): ReactNode {
  const t = useWords(words);
  const address = useMemo(() => URL.createObjectURL(photo), [photo]);
  useEffect(() => () => { URL.revokeObjectURL(address); }, [address]);
  return (
    <figure>
      <img src={address} alt={t.photo(number)} />
      <Button size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t.removePhoto(number)} onClick={remove} />
    </figure>
  );
}
