package dev.busway.emulator.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * All entities of one namespace.
 *
 * <p>Single-threaded: this object and everything it hands out belongs to one thread, on which the {@link Time} also
 * runs its tasks. Nothing blocks.
 */
public final class QueueEngine {

    /** So that a peer that asks for ever new names cannot fill the memory. */
    private static final int MOST_CREATED_ON_FIRST_USE = 10_000;

    private final EngineSettings settings;
    private final Surroundings surroundings;
    private final Transactions transactions;
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    /** Addresses that were deleted and not declared since: their first use must not bring them back. */
    private final Set<String> deleted = new HashSet<>();

    public QueueEngine(Time time, EngineSettings settings, MessageListener listener) {
        this.settings = Objects.requireNonNull(settings, "settings");
        MemoryBudget memory = new MemoryBudget(settings.memoryInBytes());
        this.surroundings = new Surroundings(
                time, new Journal(time, listener), new LockTokens(), settings.maxMessageSize(), memory);
        this.transactions = new Transactions(time, settings.rules(), memory);
    }

    /**
     * Declares a queue; declaring it again with the same settings gives the same queue.
     *
     * @throws IllegalArgumentException if the name is taken by something else
     */
    public Queue declareQueue(QueueSettings queueSettings) {
        Entity known = entities.get(key(queueSettings.name()));
        if (known instanceof Queue queue && queue.settings().equals(queueSettings)) {
            return queue;
        }
        refuseTaken(known, queueSettings.name());
        Queue queue = new Queue(queueSettings.name(), queueSettings, surroundings);
        deleted.remove(key(queueSettings.name()));
        entities.put(key(queueSettings.name()), queue);
        return queue;
    }

    /** Declares a topic; see {@link #declareQueue}. */
    public Topic declareTopic(String name) {
        Entity known = entities.get(key(name));
        if (known instanceof Topic topic) {
            return topic;
        }
        refuseTaken(known, name);
        Topic topic = new Topic(name, surroundings);
        deleted.remove(key(name));
        entities.put(key(name), topic);
        return topic;
    }

    /**
     * Declares a subscription that takes every message of the topic; its address is {@code topic/Subscriptions/name}.
     *
     * @throws IllegalArgumentException if there is no such topic, or the name is taken with other settings
     */
    public Queue declareSubscription(String topic, QueueSettings queueSettings) {
        if (!(entities.get(key(topic)) instanceof Topic found)) {
            throw new IllegalArgumentException("There is no topic '" + topic + "'; declare it first.");
        }
        Queue known = found.fanOut().find(queueSettings.name());
        if (known != null && known.settings().equals(queueSettings)) {
            return known;
        }
        refuseTaken(known, queueSettings.name());
        Queue subscription =
                new Queue(found.name() + Address.SUBSCRIPTIONS + queueSettings.name(), queueSettings, surroundings);
        deleted.remove(key(subscription.name()));
        found.fanOut().add(queueSettings.name(), subscription);
        return subscription;
    }

    /**
     * Deletes a queue, topic or subscription with its messages and closes its receivers; false if there is none. It is
     * not found from then on until it is declared again, also where first use creates queues.
     */
    public boolean delete(String address) {
        Address parsed = Address.parse(address);
        if (parsed.deadLetterQueue()) {
            return false;
        }
        boolean found = deleteKnown(parsed);
        if (found) {
            deleted.add(key(address));
        }
        return found;
    }

    private boolean deleteKnown(Address parsed) {
        if (parsed.subscription() != null) {
            return entities.get(key(parsed.entity())) instanceof Topic topic
                    && topic.fanOut().remove(parsed.subscription());
        }
        Entity removed = entities.remove(key(parsed.entity()));
        if (removed instanceof Queue queue) {
            queue.close();
        } else if (removed instanceof Topic topic) {
            topic.fanOut().delete();
        }
        return removed != null;
    }

    /**
     * Finds by address, ignoring case: {@code queue}, {@code topic}, {@code topic/Subscriptions/sub}, and
     * {@code .../$DeadLetterQueue} of a queue or subscription. Creates a missing queue or subscription where the settings say so.
     *
     * @return empty where the wire answers not-found
     */
    public Optional<Entity> find(String address) {
        Entity plain = entities.get(key(address));
        if (plain != null) {
            return Optional.of(plain);
        }
        Address parsed = Address.parse(address);
        Entity found = findMain(parsed);
        if (parsed.deadLetterQueue()) {
            return found instanceof Queue queue ? queue.deadLetterQueue().map(Entity.class::cast) : Optional.empty();
        }
        return Optional.ofNullable(found);
    }

    /** As {@link #find}, for what can be received from: empty for a topic too. */
    public Optional<Queue> findQueue(String address) {
        return find(address).filter(Queue.class::isInstance).map(Queue.class::cast);
    }

    /** Queues and subscriptions in the order of declaration, without their dead-letter queues. */
    public List<Queue> queues() {
        List<Queue> queues = new ArrayList<>();
        for (Entity entity : entities.values()) {
            if (entity instanceof Queue queue) {
                queues.add(queue);
            } else if (entity instanceof Topic topic) {
                queues.addAll(topic.subscriptions());
            }
        }
        return queues;
    }

    /** What all messages may take; the wire notes there what it has received in part. */
    public MemoryBudget memory() {
        return surroundings.memory();
    }

    public Transaction begin() {
        return transactions.begin();
    }

    /** An open transaction by its id. */
    public Optional<Transaction> transaction(long id) {
        return transactions.find(id);
    }

    private Entity findMain(Address address) {
        Entity known = entities.get(key(address.entity()));
        if (address.subscription() != null) {
            return findSubscription(known, address);
        }
        return known == null && mayCreate(address.entity())
                ? declareQueue(settings.template().withName(address.entity()))
                : known;
    }

    private Queue findSubscription(Entity known, Address address) {
        if (known == null && mayCreate(address.entity()) && mayCreateSubscription(address)) {
            return findSubscription(declareTopic(address.entity()), address);
        }
        if (!(known instanceof Topic topic)) {
            return null;
        }
        Queue subscription = topic.fanOut().find(address.subscription());
        return subscription == null && mayCreateSubscription(address)
                ? declareSubscription(topic.name(), settings.template().withName(address.subscription()))
                : subscription;
    }

    private boolean mayCreate(String name) {
        return mayCreate(name, name);
    }

    private boolean mayCreateSubscription(Address address) {
        return mayCreate(address.subscription(), address.entity() + Address.SUBSCRIPTIONS + address.subscription());
    }

    private boolean mayCreate(String name, String address) {
        return settings.createOnFirstUse()
                && Address.canBeName(name)
                && !deleted.contains(key(address))
                && queues().size() < MOST_CREATED_ON_FIRST_USE;
    }

    private static void refuseTaken(Entity known, String name) {
        if (known != null) {
            throw new IllegalArgumentException(
                    "The name '" + name + "' is taken by an entity of another kind or with other settings.");
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
