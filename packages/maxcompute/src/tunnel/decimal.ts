/** Whether a text is a decimal number within a precision and scale; both absent: any. */
export function decimalFits(
  text: string,
  type: { readonly precision: number | undefined; readonly scale: number | undefined },
): boolean {
  const [whole, integer = "", fraction = ""] = /^[+-]?0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  if (whole === undefined || !/\d/.test(text)) return false;
  if (type.precision === undefined) return true;
  const scale = type.scale ?? 0;
  return fraction.length <= scale && integer.length <= type.precision - scale;
}
