// Measures jPOS on one message: reads lines `hex …`, then `field number class length pad value` from standard input,
// prints one line of JSON with nanoseconds for an unpack with all values read, and for a pack from values. Built by
// codec-peers.mjs.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import org.jpos.iso.ISOBasePackager;
import org.jpos.iso.ISOFieldPackager;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.ISOUtil;

public class CodecPeer {
  static final class Packager extends ISOBasePackager {
    Packager(ISOFieldPackager[] fields) {
      setFieldPackager(fields);
    }
  }

  interface Work {
    void once() throws Exception;
  }

  record Value(int field, String text, byte[] bytes) {}

  static Object sink;

  static ISOFieldPackager field(String name, int length, boolean pad) throws Exception {
    var packager = (ISOFieldPackager) Class.forName("org.jpos.iso." + name).getDeclaredConstructor().newInstance();
    packager.setLength(length);
    packager.setPad(pad);
    return packager;
  }

  /** The median of rounds of a fixed time, as for the other contenders. */
  static long nanoseconds(Work work) throws Exception {
    var results = new double[7];
    for (int round = -3; round < results.length; round += 1) {
      long count = 0;
      long start = System.nanoTime();
      while (System.nanoTime() - start < 300_000_000L) {
        for (int turn = 0; turn < 100; turn += 1) work.once();
        count += 100;
      }
      if (round >= 0) results[round] = (double) (System.nanoTime() - start) / count;
    }
    Arrays.sort(results);
    return Math.round(results[results.length / 2]);
  }

  public static void main(String[] arguments) throws Exception {
    var input = new Scanner(System.in);
    byte[] raw = ISOUtil.hex2byte(input.nextLine().substring(4));
    var fields = new ISOFieldPackager[65];
    fields[0] = field("IFB_NUMERIC", 4, true);
    fields[1] = field("IFB_BITMAP", 8, false);
    List<Value> values = new ArrayList<>();
    while (input.hasNextLine()) {
      String[] words = input.nextLine().split(" ");
      int number = Integer.parseInt(words[1]);
      fields[number] = field(words[2], Integer.parseInt(words[3]), words[4].equals("before"));
      boolean binary = words[2].contains("BINARY");
      values.add(new Value(number, words[5], binary ? ISOUtil.hex2byte(words[5]) : null));
    }
    var packager = new Packager(fields);
    Work unpack = () -> {
      var message = new ISOMsg();
      message.setPackager(packager);
      message.unpack(raw);
      for (Value value : values) sink = message.getValue(value.field());
    };
    Work pack = () -> {
      var message = new ISOMsg();
      message.setPackager(packager);
      message.setMTI("0200");
      for (Value value : values) {
        if (value.bytes() == null) message.set(value.field(), value.text());
        else message.set(value.field(), value.bytes());
      }
      sink = message.pack();
    };
    unpack.once();
    pack.once();
    if (!Arrays.equals((byte[]) sink, raw)) {
      System.err.println("packs " + ISOUtil.hexString((byte[]) sink));
      System.exit(1);
    }
    System.out.printf("{\"unpackNs\":%d,\"packNs\":%d}%n", nanoseconds(unpack), nanoseconds(pack));
  }
}
