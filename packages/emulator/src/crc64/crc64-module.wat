;; CRC-64/XZ, eight bytes at a step. The first 16 KiB hold eight tables of 256 entries, made at start;
;; the bytes to digest are written behind them. `crc64-module.ts` holds this module assembled.
(module
  (memory (export "memory") 5)

  (func $makeTables
    (local $index i32)
    (local $bit i32)
    (local $value i64)
    ;; Table 0: one byte through the reflected polynomial.
    (loop $bytes
      (local.set $value (i64.extend_i32_u (local.get $index)))
      (local.set $bit (i32.const 8))
      (loop $bits
        (local.set $value
          (i64.xor
            (i64.shr_u (local.get $value) (i64.const 1))
            (i64.and
              (i64.sub (i64.const 0) (i64.and (local.get $value) (i64.const 1)))
              (i64.const 0xC96C5795D7870F42))))
        (br_if $bits (local.tee $bit (i32.sub (local.get $bit) (i32.const 1)))))
      (i64.store (i32.shl (local.get $index) (i32.const 3)) (local.get $value))
      (br_if $bytes
        (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 256))))
    ;; Tables 1 to 7: the same byte with one more zero byte behind it.
    (loop $rest
      (local.set $value (i64.load (i32.shl (i32.sub (local.get $index) (i32.const 256)) (i32.const 3))))
      (i64.store
        (i32.shl (local.get $index) (i32.const 3))
        (i64.xor
          (i64.shr_u (local.get $value) (i64.const 8))
          (i64.load (i32.shl (i32.wrap_i64 (i64.and (local.get $value) (i64.const 255))) (i32.const 3)))))
      (br_if $rest
        (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 2048)))))

  (start $makeTables)

  ;; The register after the first $length bytes at 16384.
  (func (export "update") (param $register i64) (param $length i32) (result i64)
    (local $at i32)
    (local $end i32)
    (local $x i64)
    (local.set $at (i32.const 16384))
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (block $wordsDone
      (loop $words
        (br_if $wordsDone (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 8)))
        (local.set $x (i64.xor (i64.load (local.get $at)) (local.get $register)))
        (local.set $register
          (i64.xor
            (i64.xor
              (i64.xor
                (i64.load offset=14336 (i32.shl (i32.wrap_i64 (i64.and (local.get $x) (i64.const 255))) (i32.const 3)))
                (i64.load offset=12288 (i32.shl (i32.wrap_i64 (i64.and (i64.shr_u (local.get $x) (i64.const 8)) (i64.const 255))) (i32.const 3))))
              (i64.xor
                (i64.load offset=10240 (i32.shl (i32.wrap_i64 (i64.and (i64.shr_u (local.get $x) (i64.const 16)) (i64.const 255))) (i32.const 3)))
                (i64.load offset=8192 (i32.shl (i32.wrap_i64 (i64.and (i64.shr_u (local.get $x) (i64.const 24)) (i64.const 255))) (i32.const 3)))))
            (i64.xor
              (i64.xor
                (i64.load offset=6144 (i32.shl (i32.wrap_i64 (i64.and (i64.shr_u (local.get $x) (i64.const 32)) (i64.const 255))) (i32.const 3)))
                (i64.load offset=4096 (i32.shl (i32.wrap_i64 (i64.and (i64.shr_u (local.get $x) (i64.const 40)) (i64.const 255))) (i32.const 3))))
              (i64.xor
                (i64.load offset=2048 (i32.shl (i32.wrap_i64 (i64.and (i64.shr_u (local.get $x) (i64.const 48)) (i64.const 255))) (i32.const 3)))
                (i64.load offset=0 (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $x) (i64.const 56))) (i32.const 3)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $words)))
    (block $bytesDone
      (loop $bytes
        (br_if $bytesDone (i32.eq (local.get $at) (local.get $end)))
        (local.set $register
          (i64.xor
            (i64.shr_u (local.get $register) (i64.const 8))
            (i64.load
              (i32.shl
                (i32.wrap_i64
                  (i64.and (i64.xor (local.get $register) (i64.load8_u (local.get $at))) (i64.const 255)))
                (i32.const 3)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $bytes)))
    (local.get $register)))
