// A text in which some pieces are marked.
export function Marked({ pieces }: { pieces: { text: string; marked: boolean }[] }) {
  return <>{pieces.map(({ text, marked }, at) => (marked ? <mark key={at}>{text}</mark> : text))}</>;
}
