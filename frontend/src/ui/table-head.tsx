// The widths and the heads of a table's columns: name, and width in pixels or null for what is left.
export type Columns = [string, number | null][];

export function TableHead({ columns, numbers = "" }: { columns: Columns; numbers?: string }) {
  return (
    <>
      <colgroup>
        {columns.map(([name, width]) => (
          <col key={name} style={width ? { width: `${width}px` } : {}} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(([name]) => (
            <th key={name} scope="col" class={numbers && (name === numbers ? "num" : "")}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}
