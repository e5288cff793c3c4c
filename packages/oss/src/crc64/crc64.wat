;; CRC-64/XZ (ECMA-182 reflected, polynomial 0xC96C5795D7870F42) by slicing over 16 bytes at a time.
;;
;; Memory: 16 tables of 256 64-bit entries at 0 (32 KiB, filled by the caller), then the bytes to sum.
;; Table k at k * 2048 holds the register after the byte and k zero bytes. `crc` is the raw register: the caller
;; applies the initial and the final inversion.
(module
  (memory (export "memory") 5)
  (func (export "update") (param $crc i64) (param $offset i32) (param $length i32) (result i64)
    (local $end i32) (local $low i64) (local $high i64)
    (local.set $end (i32.add (local.get $offset) (i32.and (local.get $length) (i32.const -16))))
    (block $aligned
      (loop $sixteen
        (br_if $aligned (i32.ge_u (local.get $offset) (local.get $end)))
        (local.set $low (i64.xor (local.get $crc) (i64.load (local.get $offset))))
        (local.set $high (i64.load offset=8 (local.get $offset)))
        ;; An address is the byte times 8: shifted by 3 bits less, masked with 0xff << 3.
        (i64.load offset=30720 (i32.and (i32.wrap_i64 (i64.shl (local.get $low) (i64.const 3))) (i32.const 0x7f8)))
        (i64.load offset=28672 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $low) (i64.const 5))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=26624 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $low) (i64.const 13))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=24576 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $low) (i64.const 21))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=22528 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $low) (i64.const 29))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=20480 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $low) (i64.const 37))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=18432 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $low) (i64.const 45))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=16384 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $low) (i64.const 53))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=14336 (i32.and (i32.wrap_i64 (i64.shl (local.get $high) (i64.const 3))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=12288 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $high) (i64.const 5))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=10240 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $high) (i64.const 13))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=8192 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $high) (i64.const 21))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=6144 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $high) (i64.const 29))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=4096 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $high) (i64.const 37))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=2048 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $high) (i64.const 45))) (i32.const 0x7f8)))
        i64.xor
        (i64.load offset=0 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $high) (i64.const 53))) (i32.const 0x7f8)))
        i64.xor
        local.set $crc
        (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
        (br $sixteen)))
    (local.set $end (i32.add (local.get $end) (i32.and (local.get $length) (i32.const 15))))
    (block $done
      (loop $one
        (br_if $done (i32.ge_u (local.get $offset) (local.get $end)))
        (local.set $crc
          (i64.xor
            (i64.shr_u (local.get $crc) (i64.const 8))
            (i64.load
              (i32.shl
                (i32.and
                  (i32.xor (i32.wrap_i64 (local.get $crc)) (i32.load8_u (local.get $offset)))
                  (i32.const 0xff))
                (i32.const 3)))))
        (local.set $offset (i32.add (local.get $offset) (i32.const 1)))
        (br $one)))
    (local.get $crc)))
