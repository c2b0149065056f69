// Names and what they are, line by line.
export function Facts({ rows }: { rows: [string, string][] }) {
  return (
    <dl class="five wide">
      {rows.map(([name, value]) => (
        <div key={`${name} ${value}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
