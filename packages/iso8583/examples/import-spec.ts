// A packager of jPOS as a spec, with a list of what had no counterpart.
import { importJposPackager } from '@tillgate/iso8583/import';

const { spec, notCarriedOver } = importJposPackager(`<isopackager>
  <isofield id="0" length="4" name="MTI" class="org.jpos.iso.IFA_NUMERIC"/>
  <isofield id="1" length="16" name="bitmap" class="org.jpos.iso.IFB_BITMAP"/>
  <isofield id="2" length="19" name="PAN" class="org.jpos.iso.IFA_LLNUM"/>
  <isofield id="48" length="999" name="own" class="com.example.OwnPackager"/>
</isopackager>`);
console.log(Object.keys(spec.fields).join(' '));
for (const { where, what, why } of notCarriedOver) console.log(`${where}: ${what}: ${why}`);
