import { useState, type DragEvent, type ReactNode } from "react";

/** What is dragged carries a column and where it was; nothing that came from elsewhere is taken for one. */
const COLUMN = "application/x-shuzhi-column";

/** Where a dragged column was: on a side of the result, or among all there are. */
export type From = "rows" | "across" | "fields";

interface Props {
  title: string;
  /** Takes the column that was dropped. None: nothing more may be put here. */
  take?: ((column: string, from: From) => void) | undefined;
  children: ReactNode;
}

/** A part of the form that columns can be dropped on. All it can be told that way can be told by its controls. */
export function Shelf({ title, take, children }: Props): ReactNode {
  const [over, setOver] = useState(false);
  const carries = (event: DragEvent): boolean => take !== undefined && event.dataTransfer.types.includes(COLUMN);
  return (
    <fieldset
      className="analysis-part"
      data-over={over || undefined}
      onDragOver={(event) => { if (carries(event)) { event.preventDefault(); setOver(true); } }}
      onDragLeave={() => { setOver(false); }}
      onDrop={(event) => {
        setOver(false);
        if (!carries(event)) return;
        event.preventDefault();
        const [from, ...column] = event.dataTransfer.getData(COLUMN).split(" ");
        take?.(column.join(" "), from as From);
      }}
    >
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** What takes a column along when it is dragged. */
export function Dragged({ column, from, children }: { column: string; from: From; children: ReactNode }): ReactNode {
  return (
    <span
      className="analysis-dragged"
      draggable
      onDragStart={(event) => { event.dataTransfer.setData(COLUMN, `${from} ${column}`); }}
    >
      {children}
    </span>
  );
}
