;; Multiplies one query with many rows: the inner loop of vector search.
;;
;; query  16-bit integers, `dims` of them
;; rows   8-bit integers, `dims` a row, one row behind the other
;; out    one 32-bit integer a row: the sum of the products. The caller sees to it that none overflows.
;;
;; `dims` is a multiple of 16 and `count` one of 4: whoever fills the memory leaves zeros behind.
;; Four rows go together, because each piece of the query is then loaded once for all of them.
(module
  (import "rows" "memory" (memory 1))
  (func (export "dots")
    (param $query i32) (param $rows i32) (param $out i32) (param $count i32) (param $dims i32)
    (local $q i32) (local $q_end i32) (local $rows_end i32)
    (local $one i32) (local $two i32) (local $three i32) (local $four i32)
    (local $piece v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)

    (local.set $q_end (i32.add (local.get $query) (i32.shl (local.get $dims) (i32.const 1))))
    (local.set $rows_end
      (i32.add (local.get $rows) (i32.mul (local.get $count) (local.get $dims))))
    (local.set $one (local.get $rows))

    (block $done
      (loop $next_rows
        (br_if $done (i32.ge_u (local.get $one) (local.get $rows_end)))
        (local.set $two (i32.add (local.get $one) (local.get $dims)))
        (local.set $three (i32.add (local.get $two) (local.get $dims)))
        (local.set $four (i32.add (local.get $three) (local.get $dims)))
        (local.set $q (local.get $query))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $c (v128.const i32x4 0 0 0 0))
        (local.set $d (v128.const i32x4 0 0 0 0))

        ;; Sixteen dimensions a round, in two halves of eight.
        (loop $next_piece
          (local.set $piece (v128.load (local.get $q)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (local.get $piece) (v128.load8x8_s (local.get $one)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (local.get $piece) (v128.load8x8_s (local.get $two)))))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (local.get $piece) (v128.load8x8_s (local.get $three)))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (local.get $piece) (v128.load8x8_s (local.get $four)))))

          (local.set $piece (v128.load offset=16 (local.get $q)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (local.get $piece) (v128.load8x8_s offset=8 (local.get $one)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (local.get $piece) (v128.load8x8_s offset=8 (local.get $two)))))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (local.get $piece) (v128.load8x8_s offset=8 (local.get $three)))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (local.get $piece) (v128.load8x8_s offset=8 (local.get $four)))))

          (local.set $one (i32.add (local.get $one) (i32.const 16)))
          (local.set $two (i32.add (local.get $two) (i32.const 16)))
          (local.set $three (i32.add (local.get $three) (i32.const 16)))
          (local.set $four (i32.add (local.get $four) (i32.const 16)))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (br_if $next_piece (i32.lt_u (local.get $q) (local.get $q_end))))

        ;; Four sums of four lanes each become four lanes: a0+a2 b0+b2 a1+a3 b1+b3, then the rest.
        (local.set $a (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
            (local.get $a) (local.get $b))))
        (local.set $c (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
            (local.get $c) (local.get $d))))
        (v128.store (local.get $out) (i32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
            (local.get $a) (local.get $c))))

        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        ;; Where the fourth ended, the next four begin.
        (local.set $one (local.get $four))
        (br $next_rows)))))
