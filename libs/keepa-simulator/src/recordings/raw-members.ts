/**
 * The members of a JSON object as the text that stands in the file, so that a recorded body leaves with the digits it came with
 * (category 9223372036854775807 does not survive JSON.parse). The text must be valid JSON.
 */
export function rawMember(objectText: string, name: string): string | null {
  let at = skipSpace(objectText, objectText.indexOf('{') + 1);
  while (objectText[at] === '"') {
    const nameEnd = endOfString(objectText, at);
    const valueStart = skipSpace(objectText, skipSpace(objectText, nameEnd) + 1);
    const valueEnd = endOfValue(objectText, valueStart);
    if (objectText.slice(at + 1, nameEnd - 1) === name) return objectText.slice(valueStart, valueEnd);
    at = skipSpace(objectText, skipSpace(objectText, valueEnd) + 1);
  }
  return null;
}

/** The elements of a JSON array as text. */
export function rawElements(arrayText: string): string[] {
  const elements: string[] = [];
  let at = skipSpace(arrayText, arrayText.indexOf('[') + 1);
  while (at < arrayText.length && arrayText[at] !== ']') {
    const end = endOfValue(arrayText, at);
    elements.push(arrayText.slice(at, end));
    at = skipSpace(arrayText, end);
    if (arrayText[at] === ',') at = skipSpace(arrayText, at + 1);
  }
  return elements;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}

/** `from` is at the opening quote; the result is behind the closing one. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const letter = text[at]!;
    if (letter === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (depth === 0 && (letter === ',' || letter === '}' || letter === ']' || letter.charCodeAt(0) <= 32)) return at;
    if (letter === '{' || letter === '[') depth += 1;
    if (letter === '}' || letter === ']') depth -= 1;
    at += 1;
    if (depth === 0 && (letter === '}' || letter === ']')) return at;
  }
  return at;
}
