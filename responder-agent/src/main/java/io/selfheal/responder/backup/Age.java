package io.selfheal.responder.backup;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * The age format (age-encryption.org/v1) with X25519 recipients. The node knows only the recipient, so that whoever
 * takes the node cannot read its old backups.
 */
public final class Age {
    private Age() {}

    /**
     * Checks a recipient.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static void checkRecipient(String recipient) {
        try {
            X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("recipient is no age recipient; allowed: age1… as age-keygen prints it");
        }
    }

    static OutputStream encrypting(OutputStream out, String recipient) throws IOException {
        try {
            RecipientStanzaWriter writer = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
            return Channels.newOutputStream(new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(Channels.newChannel(out), List.of(writer)));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt for " + recipient, e);
        }
    }

    /** @param identity {@code AGE-SECRET-KEY-1…} */
    static InputStream decrypting(InputStream in, String identity) throws IOException {
        try {
            RecipientStanzaReader reader = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity);
            return Channels.newInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(in), List.of(reader)));
        } catch (GeneralSecurityException e) {
            throw new IOException("the archive cannot be decrypted with this identity", e);
        }
    }
}
