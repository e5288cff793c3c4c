import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { documentedExports } from "./documented-exports.js";

const inDeclarations = (text: string): readonly string[] =>
  findings(documentedExports, {
    "packages/core/package.json": manifest("core"),
    "packages/core/dist/index.d.ts": text,
  });

test("documented names and members pass, as do private ones and those that inherit their docstring", () => {
  const found = inDeclarations(`
    /** A shape. */
    export interface Shape {
      /** Its area, in m2. */
      area(): number;
      readonly color: string;
    }
    /** A round shape. */
    export declare class Circle implements Shape {
      #private;
      private hidden;
      constructor(radius: number);
      area(): number;
      readonly color: string;
      [Symbol.iterator](): Iterator<number>;
    }
    /** Hears of changes. */
    export type Listener = () => void;
    /** Options. */
    export interface Options {
      readonly onChange?: Listener | undefined;
    }
    declare const local: number;
    export { Shape as Form };
  `);
  expect(found).toEqual([]);
});

test.each([
  ["export declare function area(): number;", "area"],
  ["export declare const unit: number;", "unit"],
  ["export type Unit = 1;", "Unit"],
  ["/** A shape. */ export interface Shape { readonly area?: (() => number) | undefined }", "Shape.area"],
  ["/** A shape. */ export declare class Shape { area(): number; }", "Shape.area"],
  ["/** A shape. */ export declare class Shape { static unit(): Shape; }", "Shape.unit"],
])("%s lacks a docstring", (text, label) => {
  expect(inDeclarations(text)).toEqual([`packages/core: ${label} has no docstring`]);
});

test("a missing build is a finding, not a pass", () => {
  const found = findings(documentedExports, { "packages/core/package.json": manifest("core") });
  expect(found).toEqual(["packages/core: ./dist/index.d.ts is not built"]);
});
