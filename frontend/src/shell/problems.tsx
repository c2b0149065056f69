// Tells on every page what is wrong with the service, so that nobody takes half an answer for a whole one.
import { problems } from "../state/problems";

export function Problems() {
  const found = problems.data.value ?? [];
  if (!found.length) return null;
  return (
    <div class="notice" role="alert">
      <strong>Answers may be late, or not whole:</strong>
      <ul>
        {found.map(({ subject, text }) => (
          <li key={subject}>
            {subject}: {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
