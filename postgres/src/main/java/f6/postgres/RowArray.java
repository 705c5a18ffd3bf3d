package f6.postgres;

import java.nio.ByteBuffer;
import java.util.List;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/// The rows of several appends as a binary array of `event_row`: the driver sends it as it is.
final class RowArray extends PGobject implements PGBinaryObject {
    private static final long serialVersionUID = 1;
    private static final int HEADER = 20;

    private final transient List<Log.Rows> appends;
    private final int rowType;
    private final int count;
    private final int length;

    RowArray(Log log, List<Log.Rows> appends) {
        setType(log.schema() + "._event_row");
        this.appends = appends;
        this.rowType = log.rowType();
        this.count = appends.stream().mapToInt(append -> append.rows().size()).sum();
        this.length = HEADER
                + appends.stream()
                        .flatMap(append -> append.rows().stream())
                        .mapToInt(row -> 4 + row.length)
                        .sum();
    }

    @Override
    public int lengthInBytes() {
        return length;
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        ByteBuffer array = ByteBuffer.wrap(bytes, offset, length);
        array.putInt(1).putInt(0).putInt(rowType).putInt(count).putInt(1);
        int number = 0;
        for (Log.Rows append : appends) {
            for (byte[] row : append.rows()) {
                int start = array.position() + 4;
                array.putInt(row.length).put(row);
                array.putInt(start + EventRows.APPEND_NUMBER_AT, number);
            }
            number++;
        }
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("rows are sent, never read so");
    }
}
