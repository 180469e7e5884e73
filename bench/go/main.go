// Measures moov-io/iso8583 on one message: reads {"hex": …, "fields": …} from standard input, prints one line of JSON
// with nanoseconds for an unpack with all values read, and for a pack from values. Built by codec-peers.mjs.
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"time"

	"github.com/moov-io/iso8583"
	"github.com/moov-io/iso8583/encoding"
	"github.com/moov-io/iso8583/field"
	"github.com/moov-io/iso8583/prefix"
)

type fieldForm struct {
	Digits int    `json:"digits"`
	Length int    `json:"length"`
	Form   string `json:"form"`
	Pad    string `json:"pad"`
	Value  string `json:"value"`
}

type work struct {
	Hex    string               `json:"hex"`
	Fields map[string]fieldForm `json:"fields"`
}

func specOf(fields map[string]fieldForm) *iso8583.MessageSpec {
	spec := &iso8583.MessageSpec{Fields: map[int]field.Field{
		0: field.NewString(&field.Spec{Length: 4, Enc: encoding.BCD, Pref: prefix.BCD.Fixed}),
		1: field.NewBitmap(&field.Spec{Length: 8, Enc: encoding.Binary, Pref: prefix.Binary.Fixed, DisableAutoExpand: true}),
	}}
	prefixes := []prefix.Prefixer{prefix.BCD.Fixed, prefix.BCD.L, prefix.BCD.LL, prefix.BCD.LLL}
	for id, form := range fields {
		number, _ := strconv.Atoi(id)
		described := &field.Spec{Length: form.Length, Pref: prefixes[form.Digits]}
		switch form.Form {
		case "bcd":
			described.Enc = encoding.LBCD
			if form.Pad == "before" {
				described.Enc = encoding.BCD
			}
			spec.Fields[number] = field.NewString(described)
		case "ascii":
			described.Enc = encoding.ASCII
			spec.Fields[number] = field.NewString(described)
		default:
			described.Enc = encoding.Binary
			spec.Fields[number] = field.NewBinary(described)
		}
	}
	return spec
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The median of rounds of a fixed time, as for the other contenders.
func nanoseconds(once func()) float64 {
	const rounds, roundTime = 7, 300 * time.Millisecond
	results := make([]float64, 0, rounds)
	for round := 0; round <= rounds; round++ {
		count, start := 0, time.Now()
		for time.Since(start) < roundTime {
			for turn := 0; turn < 100; turn++ {
				once()
			}
			count += 100
		}
		if round > 0 {
			results = append(results, float64(time.Since(start).Nanoseconds())/float64(count))
		}
	}
	sort.Float64s(results)
	return results[len(results)/2]
}

func main() {
	var given work
	check(json.NewDecoder(os.Stdin).Decode(&given))
	raw, err := hex.DecodeString(given.Hex)
	check(err)
	spec := specOf(given.Fields)
	numbers := []int{}
	binary := map[int][]byte{}
	text := map[int]string{}
	for id, form := range given.Fields {
		number, _ := strconv.Atoi(id)
		numbers = append(numbers, number)
		if form.Form == "binary" {
			binary[number], err = hex.DecodeString(form.Value)
			check(err)
		} else {
			text[number] = form.Value
		}
	}
	read := 0
	unpack := func() {
		message := iso8583.NewMessage(spec)
		check(message.Unpack(raw))
		for _, number := range numbers {
			value, err := message.GetBytes(number)
			check(err)
			read += len(value)
		}
	}
	var packed []byte
	pack := func() {
		message := iso8583.NewMessage(spec)
		message.MTI("0200")
		for number, value := range text {
			check(message.Field(number, value))
		}
		for number, value := range binary {
			check(message.BinaryField(number, value))
		}
		packed, err = message.Pack()
		check(err)
	}
	unpack()
	pack()
	if hex.EncodeToString(packed) != hex.EncodeToString(raw) {
		fmt.Fprintf(os.Stderr, "packs %x\n", packed)
		os.Exit(1)
	}
	fmt.Printf("{\"unpackNs\":%.0f,\"packNs\":%.0f}\n", nanoseconds(unpack), nanoseconds(pack))
}
