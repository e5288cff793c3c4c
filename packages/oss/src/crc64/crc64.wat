;; CRC-64/XZ (ECMA-182 reflected, polynomial P = 0xC96C5795D7870F42). `crc` is the raw register: the caller applies the initial
;; and the final inversion.
;;
;; Short pieces are sliced by 16 bytes. Long ones are first reduced to their last 704 bytes and up to 15 more, by a sparse multiple
;; of P. The bytes are the coefficients of a polynomial in y = x^8, the first with the highest power, and
;;
;;   f = y^695 + y^428 + y^334 + y^272 + y^230 + y^207 + y^165 + y^109 + y^2 + 1
;;
;; is 0 modulo P. So nothing changes modulo P when a byte times f is added where it clears that byte: the byte is then found, nine
;; times, 267 to 695 places further on. All of it that has come to place i when its turn comes is
;;
;;   q[i] = b[i] + q[i - 267] + q[i - 361] + ... + q[i - 693] + q[i - 695],
;;
;; sixteen places at once. Seen from q[i - 695], those are at the exponents of f: the offsets of the loads in `$reduce`.
;;
;; Memory:
;;       0   tables, 16 of 256 64-bit entries: table k at k * 2048 has the register after the byte and k zero bytes
;;   32768   704 zeros, before the first q
;;   33472   q, each 704 bytes before its b: so zeros can follow the last q while the b that do are still there
;;   34176   b, the bytes to sum; they are overwritten
(module
  (memory (export "memory") 5)
  (start $fillTables)

  (func (export "update") (param $crc i64) (param $offset i32) (param $length i32) (result i64)
    (local $end i32)
    (if (i32.ge_u (local.get $length) (i32.const 1024))
      (then
        (i64.store (local.get $offset) (i64.xor (local.get $crc) (i64.load (local.get $offset))))
        (local.set $crc (i64.const 0))
        ;; At least 704 bytes are left for what reaches beyond `end`, where no q of their own is added to them.
        (local.set $length (i32.sub (local.get $length) (i32.const 704)))
        (local.set $end (i32.add (local.get $offset) (i32.and (local.get $length) (i32.const -16))))
        (call $reduce (local.get $offset) (local.get $end) (i32.const 0))
        (memory.fill (i32.sub (local.get $end) (i32.const 704)) (i32.const 0) (i32.const 704))
        (call $reduce (local.get $end) (i32.add (local.get $end) (i32.const 704)) (i32.const 704))
        (local.set $offset (local.get $end))
        (local.set $length (i32.add (i32.and (local.get $length) (i32.const 15)) (i32.const 704)))))
    (call $slice (local.get $crc) (local.get $offset) (local.get $length)))

  ;; Adds the earlier q to the bytes from `at` to `end`. The sums go where q belongs, or `shift` bytes behind: 704 is in place.
  (func $reduce (param $at i32) (param $end i32) (param $shift i32)
    (local.set $at (i32.sub (local.get $at) (i32.const 1399)))
    (local.set $end (i32.sub (local.get $end) (i32.const 1399)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (i32.add (local.get $at) (local.get $shift))
        (v128.load offset=1399 (local.get $at))
        (v128.xor (v128.load offset=428 (local.get $at)))
        (v128.xor (v128.load offset=334 (local.get $at)))
        (v128.xor (v128.load offset=272 (local.get $at)))
        (v128.xor (v128.load offset=230 (local.get $at)))
        (v128.xor (v128.load offset=207 (local.get $at)))
        (v128.xor (v128.load offset=165 (local.get $at)))
        (v128.xor (v128.load offset=109 (local.get $at)))
        (v128.xor (v128.load offset=2 (local.get $at)))
        (v128.xor (v128.load offset=0 (local.get $at)))
        (v128.store offset=695)
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next))))

  ;; The register after the bytes, by table look-ups.
  (func $slice (param $crc i64) (param $offset i32) (param $length i32) (result i64)
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
    (local.get $crc))

  ;; Table 0 bit by bit, each of the others from the one before it.
  (func $fillTables
    (local $address i32) (local $register i64) (local $bit i32)
    (loop $byte
      (local.set $register (i64.extend_i32_u (i32.shr_u (local.get $address) (i32.const 3))))
      (local.set $bit (i32.const 8))
      (loop $next
        (local.set $register
          (i64.xor
            (i64.shr_u (local.get $register) (i64.const 1))
            (i64.and
              (i64.sub (i64.const 0) (i64.and (local.get $register) (i64.const 1)))
              (i64.const 0xc96c5795d7870f42))))
        (local.set $bit (i32.sub (local.get $bit) (i32.const 1)))
        (br_if $next (local.get $bit)))
      (i64.store (local.get $address) (local.get $register))
      (local.set $address (i32.add (local.get $address) (i32.const 8)))
      (br_if $byte (i32.lt_u (local.get $address) (i32.const 2048))))
    (loop $entry
      (local.set $register (i64.load (i32.sub (local.get $address) (i32.const 2048))))
      (i64.store
        (local.get $address)
        (i64.xor
          (i64.shr_u (local.get $register) (i64.const 8))
          (i64.load (i32.shl (i32.and (i32.wrap_i64 (local.get $register)) (i32.const 0xff)) (i32.const 3)))))
      (local.set $address (i32.add (local.get $address) (i32.const 8)))
      (br_if $entry (i32.lt_u (local.get $address) (i32.const 32768))))))
