package dev.busway.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a file of the routes folder as text, and refuses by name what nobody can mean to be one: pipes, links out of the
 * folder, files that are too large or nested too deeply, and encodings other than UTF-8.
 */
final class FileGuard {

    /** Bytes; some hundred routes fit. */
    static final int LARGEST = 1024 * 1024;

    private FileGuard() {}

    /** The text of the file; waits for nobody. */
    static String read(Path path) throws UnusableFileException {
        String name = RouteFile.nameOf(path);
        try {
            refuseWhatIsNoFile(path, name);
            try (InputStream content = Files.newInputStream(path)) {
                return text(name, content.readNBytes(LARGEST + 1));
            }
        } catch (NoSuchFileException e) {
            throw refused(
                    name,
                    Files.isSymbolicLink(path) ? "This link leads to no file." : "There is no such file.",
                    "Check its name, or remove it.");
        } catch (IOException e) {
            throw refused(name, "The file cannot be read.", "Check its name and its permissions.");
        }
    }

    /** What these bytes say. */
    static String text(String name, byte[] bytes) throws UnusableFileException {
        if (bytes.length > LARGEST) {
            throw refused(
                    name,
                    "The file is larger than " + LARGEST / 1024 + " KiB.",
                    "Split it into several files, one for each route.");
        }
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw refused(name, "The file is encoded as UTF-16.", "Save it as UTF-8 without a byte order mark.");
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            throw refused(
                    name, "The file begins with a byte order mark.", "Save it as UTF-8 without a byte order mark.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw refused(name, "The file is not text: it holds zero bytes.", "Save it as UTF-8.");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw refused(name, "The file is not encoded as UTF-8.", "Save it as UTF-8 without a byte order mark.");
        }
    }

    private static void refuseWhatIsNoFile(Path path, String name) throws IOException, UnusableFileException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // Opening a pipe would wait for its other end.
            throw refused(
                    name,
                    "This is " + (Files.isDirectory(path) ? "a folder" : "a pipe or a device") + ", not a file.",
                    "Put a regular file here, or remove it.");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (path.getFileSystem().equals(FileSystems.getDefault())
                && Files.isSymbolicLink(path)
                && folder != null
                && !path.toRealPath().startsWith(folder.toRealPath())) {
            // Those of a Kubernetes volume (..data) lead to a folder inside the folder.
            throw refused(
                    name,
                    "This link leads out of the folder " + folder + ".",
                    "Copy the file into the folder, or mount the folder itself.");
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static UnusableFileException refused(String name, String what, String remedy) {
        return new UnusableFileException(new RouteProblem(name, 0, what, remedy));
    }
}
