// One made-up file of each form that the importers read, with every kind of thing that such files say.

export const moovSample = `{
  "name": "sample switch",
  "fields": {
    "0": {"type": "String", "length": 4, "description": "MTI", "enc": "BCD", "prefix": "BCD.Fixed"},
    "1": {"type": "Bitmap", "length": 8, "description": "bitmap", "enc": "Binary", "prefix": "Binary.Fixed"},
    "2": {"type": "String", "length": 19, "description": "card number", "enc": "BCD", "prefix": "BCD.LL"},
    "3": {
      "type": "Composite", "length": 6, "description": "processing code", "prefix": "ASCII.Fixed",
      "tag": {"sort": "StringsByInt"},
      "subfields": {
        "1": {"type": "String", "length": 2, "description": "kind", "enc": "ASCII", "prefix": "ASCII.Fixed"},
        "2": {"type": "String", "length": 4, "description": "accounts", "enc": "ASCII", "prefix": "ASCII.Fixed"}
      }
    },
    "4": {
      "type": "Numeric", "length": 12, "description": "amount", "enc": "BCD", "prefix": "BCD.Fixed",
      "padding": {"type": "Left", "pad": "0"}
    },
    "35": {"type": "Track2", "length": 37, "description": "track 2", "enc": "LBCD", "prefix": "BCD.LL"},
    "41": {
      "type": "String", "length": 8, "description": "terminal", "enc": "EBCDIC1047", "prefix": "EBCDIC.Fixed",
      "padding": {"type": "Right", "pad": " "}
    },
    "43": {
      "type": "String", "length": 8, "description": "stars", "enc": "ASCII", "prefix": "ASCII.Fixed",
      "padding": {"type": "Right", "pad": "*"}
    },
    "46": {"type": "String", "length": 99, "description": "hex length", "enc": "ASCII", "prefix": "Hex.LL"},
    "48": {
      "type": "Composite", "length": 999, "description": "tags", "prefix": "ASCII.LLL",
      "tag": {"length": 2, "enc": "ASCII", "sort": "StringsByInt", "skipUnknownTLVTags": true},
      "subfields": {
        "01": {"type": "String", "length": 20, "description": "name", "enc": "ASCII", "prefix": "ASCII.LL"},
        "02": {"type": "Binary", "length": 8, "description": "bytes", "enc": "Binary", "prefix": "ASCII.LL"}
      }
    },
    "52": {"type": "Binary", "length": 8, "description": "PIN", "enc": "HexToASCII", "prefix": "Hex.Fixed"},
    "55": {
      "type": "Composite", "length": 255, "description": "chip", "prefix": "Binary.L",
      "tag": {"enc": "BerTLVTag", "sort": "StringsByHex"},
      "subfields": {
        "9F26": {"type": "Hex", "description": "cryptogram", "enc": "Binary", "prefix": "BerTLV"}
      }
    },
    "60": {
      "type": "Composite", "length": 255, "description": "bits", "prefix": "Binary.L",
      "bitmap": {"type": "Bitmap", "length": 2, "enc": "Binary", "prefix": "Binary.Fixed"},
      "subfields": {
        "1": {"type": "Numeric", "length": 4, "description": "one", "enc": "BCD", "prefix": "BCD.Fixed"}
      }
    },
    "70": {"type": "Numeric", "length": 3, "description": "code", "enc": "ASCII", "prefix": "ASCII.Fixed", "note": 1}
  }
}`;

export const jposSample = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE isopackager PUBLIC "-//jPOS/jPOS Generic Packager DTD 1.0//EN" "generic-packager.dtd">
<!-- A made-up
     packager. -->
<isopackager>
  <isofield id="0" length="4" name="MTI" class="org.jpos.iso.IFB_NUMERIC"/>
  <isofield id="1" length="16" name="bitmap" class="org.jpos.iso.IFB_BITMAP"/>
  <isofield id="2" length="19" name="card &amp; number" pad="false" class="org.jpos.iso.IFB_LLNUM"/>
  <isofield id="4" length="12" name="amount" pad="true" class="org.jpos.iso.IFB_NUMERIC"/>
  <isofield id="23" length="3" name="sequence" pad="true" class="org.jpos.iso.IFB_NUMERIC"/>
  <isofield id="28" length="9" name="fee" class="org.jpos.iso.IFB_AMOUNT"/>
  <isofield id="35" length="37" name="track" class="org.jpos.iso.IFA_LLNUM"/>
  <isofield id="41" length="8" name='terminal' class="org.jpos.iso.IFE_CHAR"/>
  <isofield id="44" length="25" name="answer" class="org.jpos.iso.IFB_LLHCHAR" trim="true"/>
  <isofield id="46" length="99" name="own" class="com.example.OwnPackager"/>
  <isofieldpackager id="48" length="99" name="parts" class="org.jpos.iso.IFA_LLLCHAR"
      packager="org.jpos.iso.packager.GenericSubFieldPackager" emitBitmap="false">
    <isofield id="1" length="2" name="first" class="org.jpos.iso.IF_CHAR"/>
    <isofield id="2" length="9" name="second" class="org.jpos.iso.IFA_LLCHAR"/>
  </isofieldpackager>
  <isofield id="52" length="8" name="PIN" class="org.jpos.iso.IFA_BINARY"/>
  <isofieldpackager id="60" length="99" name="bits" class="org.jpos.iso.IFB_LLLBINARY"
      packager="org.jpos.iso.packager.GenericPackager" bitmapField="0">
    <isofield id="0" length="8" name="bitmap" class="org.jpos.iso.IFB_BITMAP"/>
    <isofield id="2" length="4" name="two" class="org.jpos.iso.IFB_NUMERIC"/>
  </isofieldpackager>
  <isofieldpackager id="62" length="99" name="tagged" class="org.jpos.iso.IFA_LLLCHAR"
      packager="org.jpos.iso.packager.GenericTaggedFieldsPackager">
    <isofield id="1" length="2" name="first" class="org.jpos.iso.IFA_LLCHAR"/>
  </isofieldpackager>
  <isofield id="70" length="3" name="code" class="org.jpos.iso.IFB_NUMERIC"/>
</isopackager>
`;
