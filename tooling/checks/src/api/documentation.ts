import ts from "typescript";
import type { PublicSymbol } from "./public-api.js";

/**
 * The parts of one exported name that should carry a docstring: itself, and whatever of it can be called. A plain property
 * needs one only where its name does not say it all, which is for a reader to judge.
 */
export interface Documentation {
  readonly documented: readonly string[];
  readonly missing: readonly string[];
}

/** Looks for docstrings; a member takes over that of the interface or class it implements. */
export function documentationOf({ name, symbol }: PublicSymbol, checker: ts.TypeChecker): Documentation {
  const callable = membersOf(symbol).filter((member) => isCallable(member, checker));
  const parts = [
    { label: name, symbol },
    ...callable.map((member) => ({ label: `${name}.${member.name}`, symbol: member })),
  ];
  const isDocumented = (part: (typeof parts)[number]): boolean => part.symbol.getDocumentationComment(checker).length > 0;
  return {
    documented: parts.filter(isDocumented).map(({ label }) => label),
    missing: parts.filter((part) => !isDocumented(part)).map(({ label }) => label),
  };
}

/** Public properties and methods of an interface or class. Names by symbol, as `Symbol.asyncDispose`, speak for themselves. */
function membersOf(symbol: ts.Symbol): ts.Symbol[] {
  if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) === 0) return [];
  const statics = symbol.flags & ts.SymbolFlags.Class ? [...(symbol.exports?.values() ?? [])] : [];
  return [...(symbol.members?.values() ?? []), ...statics].filter(isPublicMember);
}

/** The methods that mean the same on every object. */
const universal: ReadonlySet<string> = new Set(["toJSON", "toString", "valueOf"]);

/** Methods, and callbacks written in place; a callback of a named type is documented with that type. */
function isCallable(member: ts.Symbol, checker: ts.TypeChecker): boolean {
  if ((member.flags & ts.SymbolFlags.Method) !== 0) return !universal.has(member.name);
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(member));
  const isNamed = type.aliasSymbol !== undefined || type.symbol?.name !== "__type";
  return !isNamed && type.getCallSignatures().length > 0;
}

function isPublicMember(member: ts.Symbol): boolean {
  const isMember = ts.SymbolFlags.Property | ts.SymbolFlags.Method | ts.SymbolFlags.Accessor;
  if ((member.flags & isMember) === 0 || (member.flags & ts.SymbolFlags.Prototype) !== 0) return false;
  return (member.declarations ?? []).some((declaration) => {
    const named = ts.getNameOfDeclaration(declaration);
    if (named === undefined || ts.isComputedPropertyName(named) || ts.isPrivateIdentifier(named)) return false;
    return (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0;
  });
}
